"""Running an election, and taking votes at the desk and at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import SHANGHAI
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.base.files.api import keep_upload
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.people.api import search_people
from linli.estate.places.api import Place
from linli.voice.elections.api import (
    Election,
    ElectionObjection,
    ElectionVoter,
    add_candidate,
    answer_objection,
    cancel_election,
    candidates_of,
    count_votes,
    earliest_next,
    election_for,
    enter_sheet,
    hand_out_sheet,
    helped_voters,
    install_elected,
    may_run,
    open_voting,
    post_roll,
    put_to_assembly,
    record_proxy,
    start_next_round,
    strike_voter,
    withdraw_candidate,
    write_election,
)
from linli.voice.elections.errors import NotOnRoll
from linli.voice.elections.forms import (
    AnswerForm,
    CandidateForm,
    ElectionForm,
    ProxyForm,
    SheetForm,
    StrikeForm,
    TimesForm,
    VoterForm,
)
from linli.voice.elections.views import form_page


def new_election(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    areas = Place.objects.filter(kind__in=["building", "grid"]).order_by("kind", "sort_key")
    form = ElectionForm(request.POST or None).offer(list(areas.values_list("pk", "plate")))
    made: list[Election] = []

    def work(data: dict[str, Any]) -> None:
        made.append(write_election(actor=actor, **form.values()))

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("存好了。接着加候选人。"))
        return redirect("elections:election", made[0].pk)
    hint = _("名单和候选人要公布 20 天才能投票，业委会是 15 天。")
    return form_page(request, form, _("准备一次选举"), _("存好"), reverse("elections:index"), hint)


def new_candidate(request: HttpRequest, election_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    election_for(actor, election_id)
    form = CandidateForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        cards = search_people(actor, data["person"], limit=2)
        if len(cards) != 1:
            words = _("“%(line)s”不止一位，请加上门牌。") if cards else _("没有找到“%(line)s”。")
            form.add_error("person", words % {"line": data["person"]})
            return
        add_candidate(election_id, actor=actor, person_id=cards[0].id, statement=data["statement"])

    back = reverse("elections:election", args=[election_id])
    if request.method == "POST" and submit(form, work) and not form.errors:
        messages.success(request, _("候选人加上了。"))
        return redirect(back)
    return form_page(request, form, _("加一位候选人"), _("加上"), back)


def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    row = ElectionObjection.objects.filter(pk=objection_id).first()
    if row is None:
        raise NotFound
    form = AnswerForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        answer_objection(
            objection_id, actor=actor, is_upheld=data["is_upheld"], answer=data["answer"]
        )

    back = reverse("elections:election", args=[row.election_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("答复了。"))
        return redirect(back)
    return form_page(request, form, _("答复异议"), _("答复"), back, row.text)


def strike(request: HttpRequest, voter_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    row = ElectionVoter.objects.select_related("person").filter(pk=voter_id).first()
    if row is None:
        raise NotFound
    form = StrikeForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        strike_voter(voter_id, actor=actor, reason=data["reason"])

    back = reverse("elections:roll", args=[row.election_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("从名单上去掉了。"))
        return redirect(back)
    title = _("%(name)s 不在名单上") % {"name": row.person.name}
    return form_page(request, form, title, _("去掉"), back)


def next_round(request: HttpRequest, election_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_ELECTIONS)
    election = election_for(actor, election_id)
    day = earliest_next(election).astimezone(SHANGHAI).date()
    form = TimesForm(request.POST or None, initial={"day": day, "last_day": day})
    made: list[Election] = []

    def work(data: dict[str, Any]) -> None:
        made.append(start_next_round(election_id, actor=actor, **form.times()))

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("下一轮定好了。"))
        return redirect("elections:election", made[0].pk)
    back = reverse("elections:election", args=[election_id])
    hint = _("同票的先再选；席位没满的，由得票多的落选人再投一轮。")
    return form_page(request, form, _("再投一轮"), _("定下来"), back, hint)


def help_vote(request: HttpRequest, election_id: int) -> HttpResponse:
    """Find the line of the roll of whoever stands in front of one; hand out paper, or vote here."""
    actor = actor_of(request)
    election = election_for(actor, election_id)
    if not may(actor, Permission.TAKE_BALLOTS):
        raise NotAllowed
    form = VoterForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        voter = _voter(actor, election, data["number"])
        if request.POST.get("action") == "paper":
            hand_out_sheet(election_id, actor=actor, voter_id=voter.pk)

    if request.method == "POST" and submit(form, work):
        if request.POST.get("action") == "paper":
            messages.success(request, _("纸票发出去了，请投进票箱。"))
            return redirect("elections:help", election_id)
        voter = _voter(actor, election, form.cleaned_data["number"])
        return redirect("elections:vote", election_id, voter.pk)
    voters = helped_voters(actor, election)
    rows = [] if election.voters.count() > _MOST else list(voters.filter(turnout__isnull=True))
    context = {"election": election, "form": form, "rows": rows}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "elections/help.jinja", context, status=status)


_MOST = 400  # lines of a roll that still fit on a page


def _voter(actor: Actor, election: Election, number: int) -> ElectionVoter:
    voter = helped_voters(actor, election).filter(number=number).first()
    if voter is None:
        raise NotOnRoll(field="number")
    return voter


def proxy(request: HttpRequest, election_id: int) -> HttpResponse:
    """A voter's written word that another votes for them."""
    actor = actor_of(request)
    election = election_for(actor, election_id)
    if not (may(actor, Permission.TAKE_BALLOTS) or may_run(actor)):
        raise NotAllowed
    form = ProxyForm(request.POST or None, request.FILES or None)

    def work(data: dict[str, Any]) -> None:
        upload = request.FILES.get("paper")
        paper_id = keep_upload(upload, actor=actor).pk if upload is not None else None
        ids = dict(election.voters.filter(
            number__in=[data["principal"], data["agent"]]
        ).values_list("number", "pk"))  # fmt: skip
        if data["principal"] not in ids or data["agent"] not in ids:
            raise NotOnRoll
        record_proxy(
            election_id, actor=actor, principal_id=ids[data["principal"]],
            agent_id=ids[data["agent"]], paper_id=paper_id,
        )  # fmt: skip

    back = reverse("elections:election", args=[election_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("委托记下了。"))
        return redirect(back)
    hint = _("一个人最多替 3 个人投，候选人不行。要有委托书。")
    return form_page(request, form, _("登记委托"), _("记下"), back, hint)


def paper(request: HttpRequest, election_id: int) -> HttpResponse:
    """Type in paper slips from the opened urn, each by two people."""
    actor = actor_of(request)
    election = election_for(actor, election_id)
    if not may(actor, Permission.TAKE_BALLOTS):
        raise NotAllowed
    names = [(c.pk, f"{c.number}. {c.person.name}") for c in candidates_of(election)]
    form = SheetForm(request.POST or None)
    form.offer(names, helped=False)
    done: list[bool] = []

    def work(data: dict[str, Any]) -> None:
        sheet = enter_sheet(
            election_id, actor=actor, serial=data["serial"], choices=data["choices"]
        )
        done.append(sheet.second_by_id is not None)

    if request.method == "POST" and submit(form, work):
        words = _("两遍一样，进票箱了。") if done[0] else _("第一遍录好了，请另一个人再录。")
        messages.success(request, words)
        return redirect("elections:paper", election_id)
    context = {
        "election": election, "form": form, "given": election.turnout.filter(way="paper").count(),
        "waiting": list(
            election.sheets.filter(second_by=None).order_by("serial").values_list(
                "serial", flat=True
            )
        ),
        "boxed": election.sheets.exclude(second_by=None).count(),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "elections/paper.jinja", context, status=status)


def _withdraw(request: HttpRequest, election_id: int, actor: Actor) -> None:
    value = request.POST.get("candidate", "")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Invalid
    withdraw_candidate(int(value), actor=actor)


def _install(request: HttpRequest, election_id: int, actor: Actor) -> None:
    vacant = request.POST.get("with_vacancies") == "on"
    install_elected(election_id, actor=actor, with_vacancies=vacant)


_Step = Callable[[HttpRequest, int, Actor], object]
_STEPS: dict[str, tuple[_Step, Callable[[], str]]] = {
    "post": (lambda r, pk, a: post_roll(pk, actor=a), lambda: _("名单和候选人公布了。")),
    "open": (lambda r, pk, a: open_voting(pk, actor=a), lambda: _("开始投票了。")),
    "count": (lambda r, pk, a: count_votes(pk, actor=a), lambda: _("计完了，结果公布了。")),
    "cancel": (lambda r, pk, a: cancel_election(pk, actor=a), lambda: _("这次选举取消了。")),
    "withdraw": (_withdraw, lambda: _("这位候选人退出了。")),
    "install": (_install, lambda: _("当选的人上任了。")),
    "assembly": (lambda r, pk, a: put_to_assembly(pk, actor=a), lambda: _("业主大会草稿写好了。")),
}  # fmt: skip


@require_POST
def act(request: HttpRequest, election_id: int) -> HttpResponse:
    """One step of an election."""
    actor, action = actor_of(request), request.POST.get("action", "")
    election_for(actor, election_id)
    if not (may_run(actor) or may(actor, Permission.RUN_ASSEMBLY)):
        raise NotAllowed
    if action not in _STEPS:
        raise Invalid
    step, words = _STEPS[action]
    step(request, election_id, actor)
    messages.success(request, words())
    return redirect("elections:election", election_id)
