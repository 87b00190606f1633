from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.errors import Invalid, translatable

from .data import HEAD, MEMBER, ROW, ColumnChoice, ColumnMap, Field


class UploadForm(forms.Form):
    """One workbook."""

    file = forms.FileField(
        label=_l("台账文件"),
        help_text=_l(".xlsx 或 .csv，最大 30 MB。原样上传就好，不用改格式。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class BadColumns(Invalid):
    code = "bad_columns"
    message = translatable("列的对应关系有误，请重新选择。")


BLOCKS = (ROW, HEAD, MEMBER)


def read_columns(post: Mapping[str, str], known: ColumnMap) -> ColumnMap:
    """The edited mapping of one sheet: `field-<index>` and `block-<index>` per column."""
    try:
        columns = tuple(
            ColumnChoice(
                c.index,
                c.header,
                Field(post.get(f"field-{c.index}", c.field.value)),
                _block(post.get(f"block-{c.index}", c.block), c.block),
            )
            for c in known.columns
        )
    except ValueError as error:
        raise BadColumns from error
    return ColumnMap(columns, known.header_rows, known.head_word)


def _block(text: str, before: str) -> str:
    if text != before and text not in BLOCKS:
        raise ValueError(text)
    return text
