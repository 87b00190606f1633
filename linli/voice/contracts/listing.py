"""Where other pages lead to the service: the page of votes, and a scanned sticker."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.estate.organisations.api import is_staff
from linli.estate.places.api import Place
from linli.voice.ballots.api import VoteList
from linli.voice.ballots.data import VoteListing
from linli.voice.contracts.labels import USES, quarter_word
from linli.voice.contracts.models import UseConsent
from linli.voice.contracts.queries import check_list
from linli.voice.contracts.rating import open_seats
from linli.voice.contracts.rules import rated_quarter


def list_service(actor: Actor) -> list[VoteListing]:
    """What the person can rate or answer now."""
    if actor.person_id is None:
        return []
    found = []
    if open_seats(actor.person_id):
        title = _("请您评一评 %(quarter)s") % {"quarter": quarter_word(rated_quarter(today()))}
        found.append(
            VoteListing(
                title,
                reverse("contracts:rate"),
                _("正在进行"),
                _("五个问题，一分钟"),
                "amber",
                waits=True,
            )
        )
    rows = UseConsent.objects.filter(person=actor.person_id, request__state="collecting")
    for row in rows.select_related("request"):
        hint = _("等您答复") if row.agrees is None else ""
        found.append(
            VoteListing(
                row.request.business, reverse("contracts:use", args=[row.request_id]),
                str(USES[row.request.state]), hint, "amber" if hint else "", bool(hint),
            )
        )  # fmt: skip
    return found


def service_section() -> VoteList:
    return VoteList("service", lambda: _("物业服务"), list_service)


def checks_before(actor: Actor, place: Place) -> str:
    """The page with the actor's check list at a scanned place; "" while nothing is due there."""
    if not is_staff(actor) or not check_list(actor, place.pk):
        return ""
    return reverse("contracts:at", args=[place.qr_token])
