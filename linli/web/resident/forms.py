"""What a resident sends. Length and words are the queue's to judge; here only what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor, read_mobile
from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError, NotFound
from linli.base.files.api import FileRefused
from linli.estate.places.api import place_for
from linli.web.errors import error_text

MAX_PICTURES = 6
OTHER = "other"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Up to MAX_PICTURES uploads; whether they are pictures is judged when they are kept."""

    def __init__(self, **options: Any):
        super().__init__(**{"required": False, "widget": ManyFilesInput, **options})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(PicturesField, self).clean(one, initial) for one in given if one]
        if len(files) > MAX_PICTURES:
            raise forms.ValidationError(
                _l("一次最多放 %(count)s 张，请去掉几张。"), params={"count": MAX_PICTURES}
            )
        return files


class ReportForm(forms.Form):
    """What, where, and how to reach whoever says it. `where` is a place's id or `other`."""

    text = forms.CharField(
        label=_l("什么事"), error_messages={"required": _l("请说一两句，是什么事。")}
    )
    pictures = PicturesField(label=_l("照片"))
    where = forms.CharField(
        label=_l("在哪儿"), error_messages={"required": _l("请选一下在哪儿，师傅才找得到。")}
    )
    near = forms.CharField(label=_l("哪栋楼、哪个地方"), required=False)
    part = forms.CharField(label=_l("再细一点"), required=False)
    place_text = forms.CharField(label=_l("具体位置"), required=False, max_length=120)
    category = forms.CharField(label=_l("类别"), required=False)
    shown = forms.CharField(required=False)  # what was suggested while it was written
    shown_same = forms.CharField(required=False)
    phone = forms.CharField(label=_l("电话"), required=False, max_length=20)
    form_key = forms.CharField(max_length=60)

    def __init__(self, actor: Actor, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.actor = actor
        self.place_id: int | None = None

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        digits = phone.replace(" ", "").replace("-", "")
        if phone and not read_mobile(phone) and not (digits.isdigit() and 7 <= len(digits) <= 12):
            raise forms.ValidationError(_l("这个电话好像少了或多了数字，请再看一眼。"))
        return phone

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        where = values.get("where")
        if where == OTHER:
            chosen = values.get("part") or values.get("near")
            if chosen:
                self.place_id = self._find_place(chosen, "near")
            elif not values.get("place_text"):
                self.add_error("near", _l("请选一下在哪儿，或者写一句“东门口”这样的话。"))
        elif where:
            self.place_id = self._find_place(where, "where")
        return values

    def _find_place(self, value: str, field: str) -> int | None:
        try:
            return place_for(self.actor, int(value)).pk
        except (NotFound, ValueError, OverflowError):
            self.add_error(field, _l("没有找到这个地方，请重新选一下。"))
            return None


class WordsForm(forms.Form):
    """An answer, or something to add."""

    text = forms.CharField(
        label=_l("要说的话"), error_messages={"required": _l("请写一句话，再送出。")}
    )
    pictures = PicturesField(label=_l("照片"))
    form_key = forms.CharField(max_length=60)


class ResultForm(forms.Form):
    """Whether it is solved, and how content one is. Both are the resident's word."""

    solved = forms.ChoiceField(
        label=_l("解决了吗"),
        choices=[("yes", _l("解决了")), ("no", _l("还没有"))],
        error_messages={"required": _l("请先点一下：解决了，还是没有。")},
    )
    satisfaction = forms.ChoiceField(
        label=_l("满意吗"),
        choices=[
            ("", ""),
            ("satisfied", _l("满意")),
            ("fair", _l("一般")),
            ("dissatisfied", _l("不满意")),
        ],
        required=False,
    )
    text = forms.CharField(label=_l("想说的话"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("solved") == "no" and not values.get("text"):
            self.add_error("text", _l("请说一句哪里还没好，师傅好接着办。"))
        return values


class ThanksForm(forms.Form):
    text = forms.CharField(
        label=_l("谢谢的话"),
        required=False,
        max_length=300,
        error_messages={"max_length": _l("最多 300 个字，请写短一点。")},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_l("为什么撤回"),
        required=False,
        max_length=500,
        error_messages={"max_length": _l("最多 500 个字，请写短一点。")},
    )


class HelpForm(forms.Form):
    """What somebody should help with; a tap is enough."""

    about = forms.ChoiceField(
        choices=[
            ("call", _l("先给我打个电话，我慢慢说")),
            ("report", _l("帮我报修、说事")),
            ("pay", _l("帮我交费、对账")),
            ("card", _l("帮我办门卡、办手续")),
            ("visit", _l("来家里看看我")),
        ],
        error_messages={"required": _l("请点一样要人帮的事。")},
    )
    text = forms.CharField(label=_l("还想说的"), required=False)
    form_key = forms.CharField(max_length=60)

    def words(self) -> str:
        """What the matter says: the choice, and what was added."""
        about = dict(self.fields["about"].choices)[self.cleaned_data["about"]]  # type: ignore[attr-defined]
        said = self.cleaned_data["text"]
        head = _("请人帮我：%(what)s") % {"what": about}
        return f"{head}\n{said}" if said else head


def put_error(form: forms.Form, error: DomainError) -> None:
    """Put a refusal beside the field at fault, in the reader's words."""
    keep_refusal(error)
    field = _FIELDS.get(error.field or "", error.field)
    if isinstance(error, FileRefused):
        field = "pictures"
    form.add_error(field if field in form.fields else None, error_text(error))


_FIELDS = {"files": "pictures", "place": "near"}
