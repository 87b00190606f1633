"""Errors that a person may read. Free of Django, so that pure code can raise them."""

from __future__ import annotations

from typing import Any


def translatable(text: str) -> str:
    """Mark a Chinese message for translation and return it unchanged."""
    return text


class DomainError(Exception):
    """A refusal: what, why and what now, in the words of the person who reads it.

    `message` is the Chinese template (`%(name)s` places), translated where it is shown;
    `field` names the form field or column at fault; `status` is the HTTP status of the answer;
    `refusal` is what the audit trail keeps of a refused look (`linli.base.audit.data.refused`).
    """

    code = "refused"
    message = translatable("这一步现在不能做。请刷新页面再看一次。")
    status = 400
    refusal: Any = None

    def __init__(self, message: str | None = None, *, field: str | None = None, **params: Any):
        self.message = message or type(self).message
        self.field = field
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(DomainError):
    """The thing does not exist, or is not this person's to see: the two are not told apart."""

    code = "not_found"
    message = translatable("没有找到。可能已被移走，或不在您的范围内。")
    status = 404


class SignInNeeded(DomainError):
    """Nobody is signed in; pages answer with the way to the sign-in page."""

    code = "sign_in_needed"
    message = translatable("请先登录。")
    status = 401


class NotAllowed(DomainError):
    code = "not_allowed"
    message = translatable("这一步不在您的职责内。需要时请转给服务中心。")
    status = 403


class Stale(DomainError):
    """Somebody changed the thing since the form was opened."""

    code = "stale"
    message = translatable("刚才有人改过这一项。请看一下最新情况，再决定。")
    status = 409


class Invalid(DomainError):
    code = "invalid"
    message = translatable("内容有误，请检查后再提交。")
    status = 422
