"""The three rates, counted in the database (REQ-05), and the honours (T7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, NotAllowed, translatable
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, Role, is_staff, may, offices_in_force
from linli.matters.handling.api import CONDITIONS, LAST_VISIT, Matter, Thanks
from linli.matters.handling.data import OPEN_STATES, QueueFilters, Reckoning, View
from linli.matters.rates.data import (
    GroupBy,
    HonourLine,
    Period,
    RateFilters,
    RateRow,
    RateTable,
    ThanksLine,
    Work,
)
from linli.matters.rates.rules import Counts, month_of, row_of
from linli.matters.routing.api import names_of_estate
from linli.matters.routing.data import Names

_KEYS: dict[str, str] = {
    GroupBy.NONE: "''",
    GroupBy.GRID: "coalesce(m.grid_id::text, '')",
    GroupBy.BUILDING: "coalesce(m.building_id::text, '')",
    GroupBy.CATEGORY: "m.category_id::text",
    GroupBy.ORGANISATION: "coalesce(m.organisation_id::text, '')",
    GroupBy.MONTH: "to_char(m.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')",
}
_ASKS_NOTHING = "m.kind_id IN (SELECT id FROM matter_kind WHERE request_type = '')"
_LONGEST = timedelta(days=3 * 366)


def _count_if(reckoning: Reckoning) -> str:
    return f"count(*) FILTER (WHERE {CONDITIONS[reckoning]})"


def compute_rates(
    actor: Actor,
    period: Period,
    group_by: str = GroupBy.NONE.value,
    filters: RateFilters | None = None,
) -> RateTable:
    """Response, resolution and satisfaction of the matters that came in during `period`.

    The centre lead and the secretary see the estate, an organisation's lead the own one.
    Raises NotAllowed, Invalid.
    """
    _check(actor, period, group_by)
    filters = _narrow(actor, filters or RateFilters())
    names = names_of_estate()
    groups = _count(period, group_by, filters, names)
    total = _sum(groups) if group_by != GroupBy.NONE else (groups[0] if groups else _sum([]))
    base = _base(period, filters)
    rows = [] if group_by == GroupBy.NONE else groups
    return RateTable(
        period,
        group_by,
        row_of(total._replace(key=""), "", base),
        tuple(_row(counts, group_by, names, base) for counts in rows),
    )


def _check(actor: Actor, period: Period, group_by: str) -> None:
    if not may(actor, Permission.SEE_FIGURES):
        raise NotAllowed
    if group_by not in _KEYS:
        raise Invalid(translatable("没有这种分组。请从列表中选。"), field="group_by")
    if not timedelta(0) <= period.until - period.since <= _LONGEST:
        raise Invalid(translatable("时间段要从早到晚，最长三年。"), field="until")


def _narrow(actor: Actor, filters: RateFilters) -> RateFilters:
    """An organisation's lead sees the own organisation's figures."""
    if may(actor, Permission.SEE_ALL_MATTERS):
        return filters
    own = actor.organisations_as(Role.ORGANISATION_LEAD)
    wanted = filters.organisation_id or next(iter(sorted(own)), None)
    if wanted not in own:
        raise NotAllowed
    return replace(filters, organisation_id=wanted)


def _count(period: Period, group_by: str, filters: RateFilters, names: Names) -> list[Counts]:
    conditions = ["m.estate_id = %(estate)s", "m.created_at >= %(since)s",
                  "m.created_at < %(until)s"]  # fmt: skip
    params: dict[str, Any] = {
        "estate": current_estate_id(), "now": now(), "since": _midnight(period.since),
        "until": _midnight(period.until + timedelta(days=1)),
    }  # fmt: skip
    values = {
        "category_id": _code_id(filters.category, names.category_ids),
        "kind_id": _code_id(filters.kind, names.kind_ids), "channel": filters.channel or None,
        "organisation_id": filters.organisation_id, "grid_id": filters.grid_id,
        "building_id": filters.building_id,
    }  # fmt: skip
    for column, value in values.items():
        if value is not None:
            conditions.append(f"m.{column} = %({column})s")
            params[column] = value
    sql = f"""SELECT {_KEYS[group_by]} AS key, count(*),
count(*) FILTER (WHERE m.state = 'declined'), count(*) FILTER (WHERE m.state = 'merged'),
count(*) FILTER (WHERE m.state = 'withdrawn'),
count(*) FILTER (WHERE m.state NOT IN ('declined', 'merged', 'withdrawn') AND {_ASKS_NOTHING}),
{_count_if(Reckoning.VALID)}, {_count_if(Reckoning.ANSWERED_IN_TIME)},
{_count_if(Reckoning.ANSWERED_LATE)}, {_count_if(Reckoning.VISITED)},
{_count_if(Reckoning.CONFIRMED)},
{_count_if(Reckoning.SOLVED)}, {_count_if(Reckoning.RATED)}, {_count_if(Reckoning.SATISFIED)}
FROM matter m {LAST_VISIT} WHERE {" AND ".join(conditions)} GROUP BY 1 ORDER BY 1"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Counts._make(row) for row in cursor.fetchall()]


def _code_id(code: str, ids: Mapping[str, int]) -> int | None:
    if not code:
        return None
    if code not in ids:
        raise Invalid(translatable("没有这一项。请从列表中选。"), field="category")
    return ids[code]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _sum(groups: list[Counts]) -> Counts:
    sums: list[int] = [sum(column) for column in zip(*(g[1:] for g in groups), strict=True)]
    return Counts("", *(sums or [0] * (len(Counts._fields) - 1)))


def _base(period: Period, filters: RateFilters) -> QueueFilters:
    return QueueFilters(
        view=View.ALL.value, since=period.since, until=period.until, category=filters.category,
        kind=filters.kind, channel=filters.channel, organisation_id=filters.organisation_id,
        grid_id=filters.grid_id, building_id=filters.building_id,
    )  # fmt: skip


def _row(counts: Counts, group_by: str, names: Names, base: QueueFilters) -> RateRow:
    key, n = counts.key, 1 if get_language() == "en" else 0
    if group_by == GroupBy.MONTH:
        first, last = month_of(key)
        assert base.since is not None and base.until is not None
        base = replace(base, since=max(first, base.since), until=min(last, base.until))
        return row_of(counts, key, base)
    if not key:
        return row_of(counts, "", base)
    if group_by == GroupBy.CATEGORY:
        code = next(c for c, i in names.category_ids.items() if i == int(key))
        name = names.categories[int(key)][n]
        return row_of(counts._replace(key=code), name, replace(base, category=code))
    table = {
        GroupBy.GRID: names.grids,
        GroupBy.BUILDING: names.buildings,
        GroupBy.ORGANISATION: names.organisations,
    }[GroupBy(group_by)]
    where: dict[str, Any] = {f"{group_by}_id": int(key)}
    lists = replace(base, **where)
    return row_of(counts, table.get(int(key), ("", "", ""))[0], lists)


def honours(actor: Actor, month: date) -> list[HonourLine]:
    """A month's honours: who solved matters and was thanked, by thanks, then by solved (T7).

    For everybody who works here; `month` is any day of it.
    """
    if not is_staff(actor):
        raise NotAllowed
    first, last = month_of(f"{month:%Y-%m}")
    span = (_midnight(first), _midnight(last + timedelta(days=1)))
    solved = _by_account(_solved().filter(closed_at__gte=span[0], closed_at__lt=span[1]), "done_by")
    thanks = _by_account(Thanks.objects.filter(at__gte=span[0], at__lt=span[1]), "account")
    accounts = dict(User.objects.filter(pk__in={*solved, *thanks}).values_list("id", "name"))
    homes = _organisations(list(accounts))
    lines = [
        HonourLine(pk, name, homes.get(pk, ""), solved.get(pk, 0), thanks.get(pk, 0))
        for pk, name in accounts.items()
    ]
    return sorted(lines, key=lambda line: (-line.thanks, -line.solved, line.account_id))


def _solved() -> QuerySet[Matter]:
    rows: QuerySet[Matter] = Matter.objects.filter(state="closed", done_by__isnull=False)
    return rows.filter(Q(result="solved") | Q(result="", kind__needs_return_visit=False))


def _by_account(rows: QuerySet[Any], field: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(field).annotate(Count("id")))


def _organisations(account_ids: list[int]) -> dict[int, str]:
    rows = offices_in_force().filter(account_id__in=account_ids, organisation__isnull=False)
    return dict(rows.order_by("-id").values_list("account_id", "organisation__name"))


def work_of(actor: Actor, months: int = 6) -> Work:
    """One's own work with its thanks, for the own page."""
    if not is_staff(actor) or actor.user_id is None:
        raise NotAllowed
    mine = Matter.objects.filter(holder=actor.user_id, state__in=[s.value for s in OPEN_STATES])
    solved = _solved().filter(done_by=actor.user_id)
    thanks = Thanks.objects.filter(account=actor.user_id)
    keys = _last_months(months)
    since = _midnight(month_of(keys[0])[0])
    by_month = _months(solved.filter(closed_at__gte=since).values_list("closed_at", flat=True))
    thanked = _months(thanks.filter(at__gte=since).values_list("at", flat=True))
    return Work(
        open_matters=mine.count(), overdue=mine.filter(is_overdue=True).count(),
        solved_this_month=by_month[keys[-1]], solved_in_all=solved.count(),
        thanks_in_all=thanks.count(),
        months=tuple((key, by_month[key], thanked[key]) for key in keys),
        thanks=tuple(_thanks_line(row) for row in thanks.select_related("matter")
                     .order_by("-at")[:20]),
    )  # fmt: skip


def _last_months(count: int) -> list[str]:
    day = today().replace(day=1)
    keys: list[str] = []
    for _ in range(max(1, min(count, 24))):
        keys.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return keys[::-1]


def _months(instants: Any) -> Counter[str]:
    return Counter(f"{at.astimezone(SHANGHAI):%Y-%m}" for at in instants)


def _thanks_line(row: Thanks) -> ThanksLine:
    return ThanksLine(row.at, row.body, row.matter_id, row.matter.number, row.matter.title)
