"""Sign-ins, failures, lockouts, second factors, sign-outs in the audit trail (SEC-01, SEC-02)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from linli.base.accounts.api import Actor, User, account_with_phone, read_mobile
from linli.base.audit.api import record
from linli.base.crypto.api import blind_index
from linli.base.scopes.api import estate_scope


def note(action: str, user: User | None, outcome: str = "done", **data: Any) -> None:
    """One row about an account; for an unknown one `data` holds a keyed hash of what was typed."""
    if user is None:
        record(action, "account", None, actor=None, outcome=outcome, **data)
        return
    actor = Actor(user_id=user.pk, estate_id=user.estate_id or 0)
    with _scope(user):
        record(action, "account", user.pk, actor=actor, outcome=outcome, **data)


def note_refusal(action: str, outcome: str, login: str) -> None:
    """A refused password sign-in; the name typed is kept as a keyed hash only."""
    user = User.objects.filter(username=login).first() or account_with_phone(
        read_mobile(login) or ""
    )
    note(action, user, outcome, login=blind_index(login, "sign_in").hex())


def _scope(user: User) -> AbstractContextManager[None]:
    return estate_scope(user.estate_id) if user.estate_id else nullcontext()


@receiver(account_signals.user_logged_in)
def _signed_in(request: Any, user: User, **extra: Any) -> None:
    methods = [m["method"] for m in request.session.get("account_authentication_methods", [])]
    note("sign_in", user, methods=methods)


@receiver(user_logged_out)
def _signed_out(request: Any, user: User | None, **extra: Any) -> None:
    if user is not None:
        note("sign_out", user)


@receiver(account_signals.login_code_rejected)
def _code_rejected(request: Any, user: User, last_attempt: bool, **extra: Any) -> None:
    note("sign_in_by_code", user, "locked" if last_attempt else "refused")


@receiver([account_signals.password_changed, account_signals.password_set])
def _password_changed(request: Any, user: User, **extra: Any) -> None:
    note("change_password", user)


@receiver(mfa_signals.authenticator_added)
def _factor_added(request: Any, user: User, authenticator: Any, **extra: Any) -> None:
    note("add_second_factor", user, type=str(authenticator.type))


@receiver(mfa_signals.authenticator_removed)
def _factor_removed(request: Any, user: User, authenticator: Any, **extra: Any) -> None:
    note("remove_second_factor", user, type=str(authenticator.type))


@receiver(mfa_signals.authenticator_reset)
def _factor_reset(request: Any, user: User, authenticator: Any, **extra: Any) -> None:
    note("renew_recovery_codes", user)


@receiver(mfa_signals.authenticator_used)
def _factor_used(request: Any, user: User, authenticator: Any, **extra: Any) -> None:
    note("pass_second_factor", user, type=str(authenticator.type))


@receiver(mfa_signals.authentication_failed)
def _factor_failed(request: Any, user: User, **extra: Any) -> None:
    note("pass_second_factor", user, "refused")
