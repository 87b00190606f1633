"""Loads the demo estate, all or nothing."""

from __future__ import annotations

import time
from datetime import date, datetime
from datetime import time as clock_time
from random import Random

from django.db import transaction

from linli.base.accounts.api import User
from linli.base.audit.api import record
from linli.base.calendars import api as calendars
from linli.base.scopes.api import Estate, estate_scope
from linli.matters.handling.api import Matter
from linli.web.demo.accounts import write_accounts
from linli.web.demo.accounts_elsewhere import write_wechat_account
from linli.web.demo.assembly import write_voice
from linli.web.demo.cast import OUTSIDER, RESIDENTS, STAFF
from linli.web.demo.data import ESTATE_CODE, ESTATE_NAME, FULL, DemoReport, DemoScale, Progress
from linli.web.demo.errors import DemoInTheWay
from linli.web.demo.guide import write_guide
from linli.web.demo.history import write_history
from linli.web.demo.register import Register, write_register
from linli.web.demo.rounds import write_rounds
from linli.web.demo.telling import write_telling
from linli.web.founding.api import furnish_estate

_MONTH = (("money", "账目", write_accounts), ("voice", "业主大会和居委会", write_voice))


def load_demo(
    *,
    seed: int = 20260701,
    scale: DemoScale = FULL,
    progress: Progress | None = None,
    today: date | None = None,
) -> DemoReport:
    """Make the demo estate with everybody in it and three months of matters behind it.

    One transaction: a load that is killed leaves nothing, and the next one starts from the
    beginning. `today` is the day on which the demo ends (the clock's day when none is given).
    Raises DemoInTheWay when it, or an account with a name of its cast, is there already.
    """
    now, day = _moment(today)
    tell = progress or (lambda step, done, total: None)
    seconds: dict[str, float] = {}
    with transaction.atomic():
        _refuse_if_in_the_way()
        estate = _create_estate()
        with estate_scope(estate.pk):
            started = time.monotonic()
            register = write_register(estate, scale, seed, now, day, tell)
            seconds["register"] = time.monotonic() - started
            furnish_estate(estate)
            counts = dict(register.counts)
            counts["round_doors"] = write_rounds(register, Random(f"{seed}:rounds"), now)  # noqa: S311
            if scale.matters:
                counts |= write_history(estate, register, scale, seed, now, tell)
                seconds["matters"] = time.monotonic() - started - seconds["register"]
                counts |= _write_month(register, seed, now, tell, seconds)
            counts["told"] = write_telling(now)
            counts["guide_entries"] = write_guide(now)
            counts["wechat_accounts"] = write_wechat_account()
            record("demo_loaded", "estate", estate.pk, actor=None, seed=seed)
    return DemoReport(estate.pk, counts, seconds)


def _write_month(
    register: Register, seed: int, now: datetime, tell: Progress, seconds: dict[str, float]
) -> dict[str, int]:
    """Money, then voice; what became a matter counts among the matters."""
    counts: dict[str, int] = {}
    for n, (name, words, write) in enumerate(_MONTH):
        started = time.monotonic()
        tell(words, n, len(_MONTH))
        counts |= write(register, seed, now)
        seconds[name] = time.monotonic() - started
    tell(_MONTH[-1][1], len(_MONTH), len(_MONTH))
    return counts | {"matters": Matter.objects.count()}


def _moment(today: date | None) -> tuple[datetime, date]:
    if today is None:
        return calendars.now(), calendars.today()
    return datetime.combine(today, clock_time(15), calendars.SHANGHAI), today


def _refuse_if_in_the_way() -> None:
    if Estate.objects.filter(code=ESTATE_CODE).exists():
        raise DemoInTheWay
    names = [OUTSIDER, *(r.username for r in RESIDENTS), *(s.username for s in STAFF)]
    taken = User.objects.filter(username__in=names).values_list("username", flat=True).first()
    if taken is not None:
        raise DemoInTheWay("用户名 %(name)s 已有人用。演示小区请另用一个数据目录（LINLI_VAR）。",
                           name=taken)  # fmt: skip


def _create_estate() -> Estate:
    return Estate.objects.create(
        code=ESTATE_CODE,
        name=ESTATE_NAME,
        hotline="0319-0000-110",
        supervision_phone="0319-0000-119",
        address="信都区富兴社区（演示地址）",
        is_demo=True,
    )
