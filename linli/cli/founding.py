"""The questions of `linli init`, and what they make."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import segno
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from linli.base.errors import Invalid, translatable
from linli.cli.answers import Answers
from linli.cli.errors import AnswerMissing, AnswerWrong
from linli.cli.words import _
from linli.estate.organisations.data import OrganisationKind
from linli.web.founding.api import (
    AdministratorPlan,
    EstatePlan,
    GridPlan,
    HomePlan,
    OrganisationPlan,
    expand_pattern,
    is_right_code,
    make_secret,
    otpauth_uri,
    read_homes,
)

NOT_A_NAME = translatable("请写 3 到 40 个字母、数字或短横")
TOO_SHORT = translatable("密码太短。请至少写 10 位")
NO_FILE = translatable("没有这个文件。请核对路径，或直接写 楼 × 单元 × 楼层 × 房号")
EMPTY = translatable("这一项不能空着")
WRONG_CODE = translatable("验证码不对。请等下一个 6 位数，再输一次")
KINDS = {
    OrganisationKind.SERVICE_CENTER: (_("服务中心"), _("党群服务中心")),
    OrganisationKind.RESIDENTS_COMMITTEE: (_("居委会"), _("社区居民委员会")),
    OrganisationKind.HOUSING_AFTER_MGMT: (_("保障房后期管理"), ""),
    OrganisationKind.PROPERTY_COMPANY: (_("物业公司"), _("物业服务公司")),
    OrganisationKind.POLICE_LIAISON: (_("警务联络站"), ""),
    OrganisationKind.VOLUNTEERS: (_("志愿者队伍"), ""),
    OrganisationKind.CARE_PROVIDER: (_("医养团队"), ""),
}


def ask_for_estate(answers: Answers) -> EstatePlan:
    """Everything that a new estate needs. Raises AnswerMissing, AnswerWrong."""
    name = answers.ask("name", _("小区名称"), read=_filled)
    homes = _ask_homes(answers)
    click.echo(
        _("共 %(buildings)d 栋 %(homes)d 户")
        % {"buildings": len({home.building for home in homes}), "homes": len(homes)}
    )
    return EstatePlan(
        name=name,
        code=answers.ask("code", _("小区代码（网址里用）"), default="estate", read=_slug),
        hotline=answers.ask("hotline", _("服务热线"), default=""),
        address=answers.ask("address", _("地址"), default=""),
        supervision_phone=answers.ask("supervision_phone", _("监督电话"), default=""),
        homes=tuple(homes),
        grids=tuple(_read_grids(answers)),
        organisations=tuple(_ask_organisations(answers)),
        administrator=_ask_administrator(answers),
    )


def _ask_homes(answers: Answers) -> list[HomePlan]:
    file = answers.get("homes_file")
    if file:
        return read_homes(Path(str(file)))
    question = _("房屋：楼 × 单元 × 楼层 × 房号（如 1-17 × 1-6 × 1-17 × 01,02），或表格文件")
    return list(answers.ask("homes", question, read=_read_homes_or_pattern))


def _read_homes_or_pattern(text: str) -> list[HomePlan]:
    path = Path(text).expanduser()
    if path.suffix.lower() not in (".csv", ".xlsx"):
        return expand_pattern(text)
    if not path.is_file():
        raise Invalid(NO_FILE)
    return read_homes(path)


def _read_grids(answers: Answers) -> list[GridPlan]:
    """`grids`: [{"name": …, "buildings": ["1", …]}]; without it all buildings form one grid."""
    try:
        return [
            GridPlan(str(grid["name"]), tuple(map(str, grid["buildings"])))
            for grid in answers.get("grids", [])
        ]
    except (KeyError, TypeError) as error:
        raise AnswerWrong(what="grids", reason=str(error)) from error


def _ask_organisations(answers: Answers) -> list[OrganisationPlan]:
    given = answers.get("organisations")
    if given is not None:
        return _read_organisations(given)
    made = []
    for kind, (label, default) in KINDS.items():
        words = (
            _("%(label)s的名称（没有就写 -）")
            if default
            else _("%(label)s的名称（没有就直接回车）")
        )
        name = answers.ask(f"organisation_{kind.value}", words % {"label": label}, default=default)
        if name not in ("", "-"):
            made.append(OrganisationPlan(kind, name))
    return made


def _read_organisations(given: Any) -> list[OrganisationPlan]:
    """`organisations`: [{"kind": "service_center", "name": …, "short_name": …, "phone": …}]."""
    try:
        return [
            OrganisationPlan(
                OrganisationKind(entry["kind"]),
                str(entry["name"]),
                str(entry.get("short_name", "")),
                str(entry.get("phone", "")),
            )
            for entry in given
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AnswerWrong(what="organisations", reason=str(error)) from error


def _ask_administrator(answers: Answers) -> AdministratorPlan:
    username = answers.ask("administrator.username", _("管理员的用户名"), read=_slug)
    return AdministratorPlan(
        username=username,
        name=answers.ask("administrator.name", _("管理员的姓名"), read=_filled),
        password=ask_password(answers, "administrator.password"),
        totp_secret=ask_second_factor(answers, username, "administrator.totp_secret"),
    )


def ask_password(answers: Answers, name: str) -> str:
    """A password that is long enough and not one of the common ones."""
    return str(answers.ask(name, _("密码（至少 10 位）"), read=_password, hide=True))


def ask_second_factor(answers: Answers, username: str, name: str) -> str:
    """A secret that the person's authenticator has proved; a script brings its own.

    Raises AnswerMissing where nobody can prove a new one.
    """
    if given := answers.get(name):
        return str(given)
    if not answers.asks:
        raise AnswerMissing(what=name)
    secret = make_secret()
    show_second_factor(username, secret)
    answers.ask("", _("验证器上的 6 位数"), read=lambda code: _prove(secret, code))
    return secret


def show_second_factor(username: str, secret: str) -> None:
    """The QR code for an authenticator, and the same as text."""
    uri = otpauth_uri(username, secret)
    click.echo(_("用手机上的验证器（如微信小程序“腾讯身份验证器”）扫这个码："))
    segno.make(uri, error="l").terminal(compact=True)
    click.echo(uri)


def show_recovery_codes(codes: list[str]) -> None:
    click.secho(_("备用码（手机丢了时用，每个一次；请抄下来收好）："), fg="yellow")
    click.echo("  " + "  ".join(codes))


def _prove(secret: str, code: str) -> str:
    if not is_right_code(secret, code):
        raise Invalid(WRONG_CODE)
    return code


def _filled(text: str) -> str:
    if not text.strip():
        raise Invalid(EMPTY)
    return text.strip()


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{2,39}", text.strip(), re.IGNORECASE):
        raise Invalid(NOT_A_NAME)
    return text.strip()


def _password(text: str) -> str:
    try:
        password_validation.validate_password(text)
    except ValidationError as error:
        if any(fault.code == "password_too_short" for fault in error.error_list):
            raise Invalid(TOO_SHORT) from error
        raise Invalid(" ".join(error.messages)) from error
    return text
