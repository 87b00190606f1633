"""Every address of Linli. Packages bring their own `urls`; nothing else is routed here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.voice.contracts.urls import public_urls as contracts_public_urls
from linli.web.home import open_home

handler400 = "linli.web.errors.bad_request"
handler404 = "linli.web.errors.page_not_found"
handler429 = "linli.web.accounts.views.too_many_requests"
handler500 = "linli.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", open_home, name="home"),
    path("", include("linli.web.operations.urls")),
    path("", include("linli.web.accounts.urls")),
    path("public/", include("linli.voice.committee.public_urls")),
    path("public/", include("linli.voice.elections.public_urls")),
    path("public/", include("linli.web.public.urls")),
    path("my/", include("linli.web.resident.urls")),
    path("wall/", include("linli.web.wall.urls")),
    path("staff/", include("linli.web.staff.urls")),
    path("queue/", include("linli.matters.handling.urls")),
    path("intake/", include("linli.matters.intake.urls")),
    path("routing/", include("linli.matters.routing.urls")),
    path("rates/", include("linli.matters.rates.urls")),
    path("topics/", include("linli.matters.topics.urls")),
    path("rounds/", include("linli.matters.rounds.urls")),
    path("clears/", include("linli.matters.clears.urls")),
    path("guides/", include("linli.matters.guides.urls")),
    path("projects/", include("linli.matters.projects.urls")),
    path("places/", include("linli.estate.places.urls")),
    path("people/", include("linli.estate.people.urls")),
    path("organisations/", include("linli.estate.organisations.urls")),
    path("captains/", include("linli.estate.captains.urls")),
    path("exports/", include("linli.estate.exports.urls")),
    path("imports/", include("linli.estate.imports.urls")),
    path("crew/", include("linli.resources.crew.urls")),
    path("rosters/", include("linli.resources.rosters.urls")),
    path("messages/", include("linli.contact.messages.urls")),
    path("wechat/", include("linli.gateways.wechat.urls")),
    path("wechat/", include("linli.web.wechat.urls")),
    path("wechatpay/", include("linli.gateways.wechatpay.urls")),
    path("sms/", include("linli.gateways.sms.urls")),
    path("", include("linli.money.disclosure.urls")),
    path("spending/", include("linli.money.spending.urls")),
    path("notices/", include("linli.contact.notices.urls")),
    path("mailings/", include("linli.contact.mailings.urls")),
    path("fees/", include("linli.money.fees.urls")),
    path("arrears/", include("linli.money.arrears.urls")),
    path("payments/", include("linli.money.payments.urls")),
    path("ledger/", include("linli.money.ledger.urls")),
    path("banking/", include("linli.money.banking.urls")),
    path("contracts/", include("linli.voice.contracts.urls")),
    path("public/", include(contracts_public_urls)),
    path("polls/", include("linli.voice.polls.urls")),
    path("votes/", include("linli.voice.ballots.urls")),
    path("committee/", include("linli.voice.committee.urls")),
    path("elections/", include("linli.voice.elections.urls")),
    path("files/", include("linli.web.files.urls")),
    path("open311/v2/", include("linli.gateways.open311.urls")),
    path("hooks/pbx/", include("linli.gateways.pbx.urls")),
    path("api/", include("linli.web.api.urls")),
    path("look/", include("linli.web.look.urls")),
]
