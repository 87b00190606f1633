"""What somebody can do with a matter, as buttons, forms and the action behind each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.base.errors import Invalid, translatable
from linli.matters.handling import api, forms
from linli.matters.handling.data import Ability as A  # noqa: N817 (a table of them)
from linli.matters.handling.data import Part
from linli.matters.handling.models import Matter


@dataclass(frozen=True)
class Work:
    """One filled-in form: who does what to which matter, with which pictures."""

    matter: Matter
    actor: Actor
    data: dict[str, Any]
    files: list[int]
    version: int | None
    form: forms.DeedForm


@dataclass(frozen=True)
class Deed:
    """One button: its words, its sign, its form, what it does and what is said afterwards."""

    ability: A
    label: Any
    icon: str
    form: type[forms.DeedForm]
    run: Callable[[Work], Any]
    done: Any
    key: str = ""

    @property
    def is_plain(self) -> bool:
        return self.form is forms.PlainForm


def _accept(w: Work) -> None:
    api.accept_matter(w.matter.pk, actor=w.actor, version=w.version)


def _return_offer(w: Work) -> None:
    api.return_offer(w.matter.pk, actor=w.actor, reason=w.data["reason"])


def _offer(w: Work) -> None:
    organisation_id, account_id = w.data["to"]
    api.offer_matter(
        w.matter.pk, actor=w.actor, organisation_id=organisation_id, account_id=account_id,
        reason=w.data["reason"], version=w.version,
    )  # fmt: skip


def _assign(w: Work) -> None:
    api.assign_matter(w.matter.pk, actor=w.actor, account_id=w.data["account"])


def _ask(w: Work) -> None:
    api.ask_reporter(w.matter.pk, actor=w.actor, text=w.data["text"])


def _answer(w: Work) -> None:
    api.answer_question(w.matter.pk, actor=w.actor, text=w.data["text"], files=w.files)


def _tell(w: Work) -> None:
    api.tell_reporter(w.matter.pk, actor=w.actor, text=w.data["text"], files=w.files)


def _note(w: Work) -> None:
    api.add_note(w.matter.pk, actor=w.actor, text=w.data["text"], files=w.files)


def _appoint(w: Work) -> None:
    api.appoint_visit(w.matter.pk, actor=w.actor, start=w.data["from_"], until=w.data["to"])


def _extend(w: Work) -> None:
    api.extend_deadline(w.matter.pk, actor=w.actor, days=w.data["days"], reason=w.data["reason"])


def _change(w: Work) -> None:
    fields = {name: w.data[name] for name in ("category", "kind", "urgency", "title")}
    if w.data["place"] is not None:
        fields["place_id"] = w.data["place"]
    api.change_matter(w.matter.pk, actor=w.actor, version=w.version, **fields)


def _finish(w: Work) -> None:
    api.finish_matter(
        w.matter.pk, actor=w.actor, text=w.data["text"], files=w.files, version=w.version
    )


def _visit(w: Work) -> None:
    api.record_return_visit(
        w.matter.pk, actor=w.actor, result=w.data["result"],
        satisfaction=w.data["satisfaction"], way=w.data["way"], text=w.data["text"],
    )  # fmt: skip


def _confirm(w: Work) -> None:
    api.confirm_result(
        w.matter.pk, actor=w.actor, solved=w.data["solved"],
        satisfaction=w.data["satisfaction"], text=w.data["text"],
    )  # fmt: skip


def _reply(w: Work) -> None:
    api.reply_to_matter(w.matter.pk, actor=w.actor, text=w.data["text"], files=w.files)


def _decline(w: Work) -> None:
    api.decline_matter(w.matter.pk, actor=w.actor, reason=w.data["reason"], text=w.data["text"])


def _withdraw(w: Work) -> None:
    api.withdraw_matter(w.matter.pk, actor=w.actor, reason=w.data["reason"], version=w.version)


def _reopen(w: Work) -> None:
    api.reopen_matter(w.matter.pk, actor=w.actor, reason=w.data["reason"])


def _merge(w: Work) -> None:
    wanted = w.data["others"]
    rows = api.matters_visible_to(w.actor).filter(number__in=wanted)
    found = dict(rows.values_list("number", "id"))
    missing = [number for number in wanted if number not in found]
    if missing:
        raise Invalid(
            translatable("没有找到编号 %(number)s。请核对后再填。"),
            field="others",
            number=missing[0],
        )
    ids = [found[number] for number in wanted]
    api.merge_matters(w.matter.pk, ids, actor=w.actor, reason=w.data["reason"])


def _unmerge(w: Work) -> None:
    api.unmerge_matter(w.matter.pk, actor=w.actor)


def _split(w: Work) -> None:
    assert isinstance(w.form, forms.SplitForm)
    parts = [
        Part(text=text, category=category, place_id=w.matter.place_id)
        for text, category in w.form.parts()
    ]
    api.split_matter(w.matter.pk, actor=w.actor, parts=parts)


def _join(w: Work) -> None:
    person_id = w.data["person"]
    api.join_matter(
        w.matter.pk, actor=w.actor, person_id=person_id, name="" if person_id else w.data["name"],
        phone=w.data["phone"], text=w.data["text"],
    )  # fmt: skip


def _add_party(w: Work) -> None:
    api.add_party(
        w.matter.pk, actor=w.actor, role=w.data["role"], name=w.data["name"],
        phone=w.data["phone"],
    )  # fmt: skip


def _step(w: Work) -> None:
    api.take_mediation_step(w.matter.pk, actor=w.actor, step=w.data["step"], text=w.data["text"])


def _thank(w: Work) -> None:
    account_id = w.matter.done_by_id or w.matter.holder_id
    api.thank_worker(w.matter.pk, actor=w.actor, account_id=account_id, text=w.data["text"])


_ALL = (
    Deed(A.ACCEPT, _l("我来办"), "check", forms.PlainForm, _accept, _l("您接下了这件事。"), "a"),
    Deed(A.FINISH, _l("办完了"), "check", forms.FinishForm, _finish,
         _l("办完了，等别人回访。"), "d"),
    Deed(A.VISIT, _l("记回访"), "phone", forms.VisitForm, _visit, _l("回访记下了。"), "v"),
    Deed(A.ANSWER, _l("记下答复"), "reply", forms.PictureTextForm, _answer, _l("答复记下了。")),
    Deed(A.CONFIRM, _l("居民确认"), "check", forms.ConfirmForm, _confirm, _l("记下了。")),
    Deed(A.RETURN_OFFER, _l("不归我办"), "back", forms.ReasonForm, _return_offer,
         _l("退回了，由首接的人再定。")),
    Deed(A.REOPEN, _l("重新办理"), "back", forms.ReasonForm, _reopen, _l("重新办理了。")),
    Deed(A.UNMERGE, _l("取消并案"), "split", forms.PlainForm, _unmerge, _l("分开了，各办各的。")),
    Deed(A.TELL, _l("答复居民"), "reply", forms.PictureTextForm, _tell, _l("告诉居民了。"), "r"),
    Deed(A.OFFER, _l("转办"), "hand", forms.OfferForm, _offer,
         _l("转出去了。对方接下之前，这件事还在您手上。"), "h"),
    Deed(A.STEP, _l("记调解"), "people", forms.StepForm, _step, _l("调解记下了。")),
    Deed(A.APPOINT, _l("约时间"), "calendar", forms.AppointForm, _appoint,
         _l("约好了，居民会看到。")),
    Deed(A.ASK, _l("问居民"), "help", forms.TextForm, _ask, _l("问了，等居民回话。")),
    Deed(A.NOTE, _l("写备注"), "edit", forms.PictureTextForm, _note,
         _l("备注记下了，居民看不到。")),
    Deed(A.ASSIGN, _l("派人"), "person", forms.AssignForm, _assign, _l("派好了。")),
    Deed(A.EXTEND, _l("延期"), "clock", forms.ExtendForm, _extend, _l("延期了，居民会看到原因。")),
    Deed(A.CHANGE, _l("改类别、地点、缓急"), "edit", forms.ChangeForm, _change, _l("改好了。")),
    Deed(A.REPLY, _l("记居民来话"), "reply", forms.PictureTextForm, _reply, _l("记下了。")),
    Deed(A.ADD_PARTY, _l("加当事人"), "people", forms.PartyForm, _add_party, _l("加上了。")),
    Deed(A.JOIN, _l("还有人报同一件"), "people", forms.JoinForm, _join,
         _l("加上了，有结果一起告诉。")),
    Deed(A.THANK, _l("记感谢"), "thanks", forms.ThankForm, _thank, _l("感谢记下了，本人会看到。")),
    Deed(A.MERGE, _l("并案"), "merge", forms.MergeForm, _merge,
         _l("并好了，每位居民都会得到答复。")),
    Deed(A.SPLIT, _l("拆成几件"), "split", forms.SplitForm, _split, _l("拆开了，各走各的。")),
    Deed(A.DECLINE, _l("不受理"), "close", forms.DeclineForm, _decline,
         _l("告诉居民该找谁了。")),
    Deed(A.WITHDRAW, _l("替居民撤回"), "back", forms.WithdrawForm, _withdraw,
         _l("撤回了。居民再来一句话，就接着办。")),
)  # fmt: skip
DEEDS: dict[str, Deed] = {deed.ability.value: deed for deed in _ALL}
_SHOWN = 3


def buttons_for(abilities: Collection[A]) -> tuple[list[Deed], list[Deed]]:
    """At most three buttons for now, and the rest behind "more"."""
    possible = [deed for deed in _ALL if deed.ability in abilities]
    return possible[:_SHOWN], possible[_SHOWN:]
