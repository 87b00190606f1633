from __future__ import annotations

from linli.base.errors import DomainError, translatable


class FontMissing(DomainError):
    """The type that prints Chinese is not installed: `make setup` puts it into node_modules."""

    code = "font_missing"
    message = translatable("现在还打印不了：缺少中文字体。请管理员运行 make setup 后再试。")
    status = 503
