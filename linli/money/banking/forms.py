from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _l

from linli.base.errors import Invalid
from linli.money.banking.data import Column
from linli.money.banking.labels import BANKS, BOOKS


class AccountForm(forms.Form):
    """A bank account as the certificate of its opening (开户证明) shows it."""

    book_code = forms.ChoiceField(label=_l("记哪本账"), choices=list(BOOKS.items()))
    bank = forms.ChoiceField(label=_l("开户银行"), choices=list(BANKS.items()))
    title = forms.CharField(
        label=_l("叫什么"), max_length=60, help_text=_l("大家看得懂的名字，如“物业费共管账户”。")
    )
    holder = forms.CharField(label=_l("户名"), max_length=80)
    number = forms.CharField(
        label=_l("账号"), max_length=40, help_text=_l("存好后只显示末四位。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_l("对账单文件"), help_text=_l("网银下载的 .csv、.xlsx 或 .xls，不要改动。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls"}),
    )  # fmt: skip


def read_columns(post: QueryDict, count: int) -> list[Column]:
    """The meaning chosen for each of `count` columns. Raises Invalid for an unknown one."""
    try:
        return [Column(post.get(f"column-{n}", Column.NONE.value)) for n in range(count)]
    except ValueError as error:
        raise Invalid from error


def read_place(post: Any) -> int | None:
    """The header's place as posted; None where none was asked for."""
    text = str(post.get("header_at", ""))
    return int(text) if text.isdigit() and len(text) < 4 else None
