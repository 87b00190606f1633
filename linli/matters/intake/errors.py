from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class LetterDone(DomainError):
    code = "letter_done"
    message = translatable("这封信已经处理过了。请看信箱里的下一封。")
    status = 409


class LetterEmpty(Invalid):
    code = "letter_empty"
    message = translatable("请至少扫描或拍一页。")
