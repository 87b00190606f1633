"""Accounts from the terminal, where the software itself is the actor."""

from __future__ import annotations

from pathlib import Path

from linli.base.accounts.api import User, create_account, system_actor
from linli.base.errors import NotFound
from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.cli.answers import Answers
from linli.cli.errors import AnswerMissing, AnswerWrong
from linli.cli.founding import ask_password, ask_second_factor, show_recovery_codes
from linli.cli.words import _
from linli.estate.organisations.api import (
    Organisation,
    OrganisationKind,
    Role,
    appoint,
    list_organisations,
)
from linli.web.founding.api import add_second_factor, remove_second_factor


def add_account(
    username: str, *, name: str | None, role: str, code: str | None, answers: Path | None
) -> None:
    """An account with an office at the service centre and a second factor.

    Raises AnswerWrong, AnswerMissing, AccountTaken.
    """
    office = _read_role(role)
    estate = find_estate(code)
    given = Answers.from_file(answers, name=name)
    shown = str(given.ask("name", _("姓名")))
    password = ask_password(given, "password")
    secret = ask_second_factor(given, username, "totp_secret")
    with estate_scope(estate.pk):
        actor = system_actor(estate.pk)
        account = create_account(
            username, name=shown, actor=actor, password=password, estate=estate,
            must_use_second_factor=True,
        )  # fmt: skip
        appoint(office, actor=actor, account_id=account.pk, organisation_id=_centre().pk)
        codes = add_second_factor(account, secret)
    show_recovery_codes(codes)


def find_account(username: str) -> User:
    """Raises NotFound."""
    account = User.objects.filter(username=username).first()
    if account is None:
        raise NotFound
    return account


def forget_second_factor(account: User) -> None:
    """As the person's own estate, or as the platform for an account without one."""
    if account.estate_id is None:
        with all_estates():
            remove_second_factor(account, actor=None)
        return
    with estate_scope(account.estate_id):
        remove_second_factor(account, actor=system_actor(account.estate_id))


def find_estate(code: str | None) -> Estate:
    """The estate with this code, or the only one. Raises AnswerMissing, AnswerWrong."""
    with all_estates():
        estates = list(
            Estate.objects.all()[:2] if code is None else Estate.objects.filter(code=code)
        )
    if not estates:
        raise AnswerWrong(what="--estate", reason=code or _("还没有小区：linli init"))
    if len(estates) > 1:
        raise AnswerMissing(what="--estate")
    return estates[0]


def _read_role(text: str) -> Role:
    unfit = (Role.GRID_WORKER, Role.BUILDING_CAPTAIN)  # these need a place: appoint on the page
    known = [role.value for role in Role if role not in unfit]
    if text not in known:
        raise AnswerWrong(what="--role", reason=", ".join(known))
    return Role(text)


def _centre() -> Organisation:
    centre = list_organisations().filter(kind=OrganisationKind.SERVICE_CENTER.value).first()
    if centre is None:
        raise NotFound
    return centre
