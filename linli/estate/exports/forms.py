from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.estate.exports.data import FileFormat


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label=_l("拿来做什么"), max_length=200,
        help_text=_l("会写在文件里，也会记在导出记录里。"),
    )  # fmt: skip
    building = forms.TypedChoiceField(
        label=_l("哪些楼"), coerce=int, empty_value=None, required=False
    )
    file_format = forms.ChoiceField(
        label=_l("文件"),
        choices=[(FileFormat.XLSX.value, _l("Excel 表格")), (FileFormat.CSV.value, "CSV")],
    )
    identity = forms.BooleanField(label=_l("带身份证号"), required=False)
    health = forms.BooleanField(label=_l("带残疾和低保"), required=False)

    def offer(
        self, buildings: list[tuple[int, str]], *, identity: bool, health: bool
    ) -> ExportForm:
        """The buildings to choose from; what the reader may not take is not offered."""
        choices = [("", _l("全小区")), *buildings]
        self.fields["building"].choices = choices  # type: ignore[attr-defined]
        if not identity:
            del self.fields["identity"]
        if not health:
            del self.fields["health"]
        return self
