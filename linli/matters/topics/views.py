"""What people talk about most, and how often they take what the software suggests."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.estate.organisations.api import Permission, require
from linli.matters.topics.api import accepted_shares, hot_topics, reader_cards, trend_word
from linli.matters.topics.data import Field

FIELDS = {
    Field.CATEGORY: _l("类别"),
    Field.KIND: _l("性质"),
    Field.URGENCY: _l("缓急"),
    Field.PLACE: _l("地点"),
    Field.SAME: _l("同一件事"),
}
DAYS = 30


@require_GET
def show_topics(request: HttpRequest) -> HttpResponse:
    """Hot topics; the share of suggestions that people took, of the last 30 days; the models."""
    actor = actor_of(request)
    require(actor, Permission.SEE_FIGURES)
    shares = accepted_shares(actor, today() - timedelta(days=DAYS - 1), today())
    context = {
        "topics": [(topic, trend_word(topic.trend)) for topic in hot_topics(actor)],
        "shares": [(FIELDS[Field(s.field)], s) for s in shares],
        "readers": reader_cards(actor),
        "days": DAYS,
    }
    return render(request, "topics/topics.jinja", context)
