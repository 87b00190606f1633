from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from linli.base.printing import documents
from linli.base.printing.api import FontMissing, close_pdf, open_pdf


def test_paper_says_its_title_and_language():
    pdf = open_pdf("回执")
    pdf.cell(text="您说的事记下了")
    with pikepdf.open(BytesIO(close_pdf(pdf))) as read:
        assert str(read.docinfo["/Title"]) == "回执"
        assert str(read.Root.Lang) == "zh-Hans"
        assert len(read.pages) == 1


def test_the_thin_space_of_pages_is_printed_as_one_the_type_has(caplog):
    pdf = open_pdf("收据")
    pdf.cell(text="¥1\u2009234\u2009567.89")
    assert close_pdf(pdf)
    assert "missing" not in caplog.text


def test_missing_type_is_a_clear_refusal(monkeypatch, tmp_path):
    monkeypatch.setattr(documents, "FONTS", tmp_path)
    with pytest.raises(FontMissing):
        open_pdf("回执")
