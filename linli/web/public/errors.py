from __future__ import annotations

from linli.base.errors import DomainError, translatable


class TooManyReplies(DomainError):
    """A slip's code is on paper: whoever finds it may not fill the queue."""

    code = "too_many_replies"
    message = translatable("这件事一小时内回得太多了。请过一会儿再写，急事请打服务热线。")
    status = 429
