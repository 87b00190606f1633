"""Polls of residents: written, approved, answered once, counted, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.models import Household, Membership, Person
from linli.estate.testing import make_household, make_person
from linli.voice.polls import errors
from linli.voice.polls.api import (
    answer_for,
    answer_poll,
    approve_poll,
    archive_poll,
    count_closed_poll,
    count_invited,
    open_polls_for,
    poll_for,
    polls_for,
    result_of,
    submit_poll,
    withdraw_poll,
)
from linli.voice.polls.models import NamedSheet, Poll, PollVoice, SecretSheet
from linli.voice.polls.tasks import count_what_is_over
from linli.voice.polls.testing import answers_to, make_draft, make_poll, write_draft


def speak(cast: Any, poll: Poll, who: str = "resident", **said: Any) -> None:
    answer_poll(poll.pk, answers_to(poll, **said), actor=cast.actor(who))


def test_an_estate_wide_poll_needs_a_second_person(cast: Any) -> None:
    poll = write_draft(cast)
    submit_poll(poll.pk, actor=cast.actor("secretary"))
    with pytest.raises(errors.OwnPoll):
        approve_poll(poll.pk, actor=cast.actor("secretary"))
    with pytest.raises(errors.NotNow):
        speak_as_author(cast, poll)
    approve_poll(poll.pk, actor=cast.actor("committee_member"))
    assert approve_poll(poll.pk, actor=cast.actor("committee_member")).state == "approved"
    speak(cast, poll)


def speak_as_author(cast: Any, poll: Poll) -> None:
    with pytest.raises(NotFound):  # residents do not see what is not let out
        speak(cast, poll)
    person = cast.people["resident"].pk
    answer_for(poll.pk, person, answers_to(poll), actor=cast.actor("lead"), confirmation="点头")


def test_one_building_opens_by_its_author_alone(cast: Any) -> None:
    poll = make_poll(cast, audience="building", place_id=cast.places["building1"].pk)
    assert poll.approved_by_id == cast.secretary.pk
    assert [p.pk for p in open_polls_for(cast.actor("resident"))] == [poll.pk]
    assert not polls_for(cast.actor("tenant")).exists()
    with pytest.raises(NotFound):
        speak(cast, poll, "tenant")


@pytest.mark.rule("OWN-07")
def test_tenants_speak_with_one_voice_each_and_no_ballot_is_touched(cast: Any) -> None:
    poll = make_poll(cast)
    speak(cast, poll, "tenant")
    speak(cast, poll, "owner")  # an owner who lives here is a resident, too
    voices = PollVoice.objects.filter(poll=poll)
    assert {v.person_id for v in voices} == {cast.people["tenant"].pk, cast.people["owner"].pk}
    tables = connection.introspection.table_names()
    linked = [
        table
        for table in tables
        if table.startswith("poll")
        for key in connection.introspection.get_relations(connection.cursor(), table).values()
        if "ballot" in key[1] or "roll" in key[1]
    ]
    assert linked == []


@pytest.mark.rule("OWN-07")
def test_a_poll_of_tenants_leaves_owners_out(cast: Any) -> None:
    poll = make_poll(cast, tenants_only=True)
    assert count_invited(poll) == 3
    speak(cast, poll, "tenant")
    with pytest.raises(errors.NotInAudience):
        speak(cast, poll, "owner")


def test_one_voice_a_household(cast: Any) -> None:
    wife = make_person("张二", birth_date=None)
    home = Household.objects.get(home__place__plate="1-1-101")
    Membership.objects.create(household=home, person=wife, relation="spouse")
    poll = make_poll(cast, voice="household")
    assert count_invited(poll) == 4
    speak(cast, poll)
    with pytest.raises(errors.SpokenAlready):
        answer_for(
            poll.pk, wife.pk, answers_to(poll), actor=cast.actor("agent"), confirmation="电话"
        )
    assert PollVoice.objects.count() == 1


def test_twice_is_refused_by_the_table_itself(cast: Any) -> None:
    poll = make_poll(cast)
    speak(cast, poll)
    with pytest.raises(errors.SpokenAlready):
        speak(cast, poll, choice=1)
    voice = PollVoice.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PollVoice.objects.create(
            poll=poll, voice="person", household_id=voice.household_id, way="phone",
            person_id=voice.person_id, day=voice.day,
        )  # fmt: skip
    assert NamedSheet.objects.count() == 1


@pytest.mark.parametrize(("years", "days", "may"), [(18, 0, True), (18, 1, False), (8, 0, False)])
def test_of_age_on_the_very_day(cast: Any, years: int, days: int, may: bool) -> None:
    born = today() + timedelta(days=days)
    born = born.replace(year=born.year - years)
    Person.objects.filter(pk=cast.people["resident"].pk).update(birth_date=born)
    poll = make_poll(cast)
    if may:
        speak(cast, poll)
    else:
        with pytest.raises(errors.NotInAudience):
            speak(cast, poll)


def test_open_from_the_first_instant_over_at_the_last(cast: Any) -> None:
    opens = now() + timedelta(hours=1)
    poll = make_poll(cast, opens_at=opens, closes_at=opens + timedelta(days=1))
    with clock_at(opens - timedelta(seconds=1)), pytest.raises(errors.NotOpenYet):
        speak(cast, poll)
    with clock_at(opens):
        speak(cast, poll)
    with clock_at(opens + timedelta(days=1)), pytest.raises(errors.PollClosed):
        speak(cast, poll, "tenant")
    with clock_at(opens + timedelta(days=1, seconds=-1)):
        speak(cast, poll, "tenant")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"0": "two"}, errors.ChoiceWrong),
        ({"0": []}, errors.AnswerMissing),
        ({"0": [999_999]}, errors.ChoiceUnknown),
        ({"0": ["drop table"]}, errors.ChoiceUnknown),
        ({"1": "three"}, errors.ChoiceWrong),
        ({"2": "长" * 5000}, errors.WordsTooLong),
    ],
    ids=["two in a single choice", "empty", "foreign option", "no number", "three of two", "5000"],
)
def test_bad_answers_are_refused_and_nothing_is_kept(cast: Any, change: Any, error: Any) -> None:
    poll = make_poll(cast)
    given, questions = answers_to(poll), list(poll.questions.order_by("position"))
    for n, said in change.items():
        question = questions[int(n)]
        options = list(question.options.order_by("position").values_list("pk", flat=True))
        given[str(question.pk)] = {"two": options[:2], "three": options[:3]}.get(str(said), said)
    with pytest.raises(error), transaction.atomic():
        answer_poll(poll.pk, given, actor=cast.actor("resident"))
    assert not PollVoice.objects.exists()


def test_nothing_said_at_all(cast: Any) -> None:
    from linli.voice.polls.data import QuestionDraft

    poll = make_poll(cast, questions=(QuestionDraft("words", "想说什么?", required=False),))
    with pytest.raises(errors.NothingSaid):
        answer_poll(poll.pk, {}, actor=cast.actor("resident"))


@pytest.mark.parametrize("who", ["outsider", "worker", "foreign_lead"])
def test_from_outside_the_audience(cast: Any, who: str) -> None:
    poll = make_poll(cast)
    with pytest.raises((errors.NotInAudience, NotFound)):
        speak(cast, poll, who)


def test_a_captain_takes_a_voice_at_the_door_of_the_own_building(cast: Any) -> None:
    poll = make_poll(cast)
    captain, elder = cast.actor("captain"), cast.people["elder"].pk
    with pytest.raises(errors.ConfirmationMissing):
        answer_for(poll.pk, elder, answers_to(poll), actor=captain, confirmation=" ")
    answer_for(poll.pk, elder, answers_to(poll), actor=captain, confirmation="念给他听,他点头")
    voice = PollVoice.objects.get()
    assert (voice.way, voice.taken_by_id) == ("captain", cast.captain.pk)
    with pytest.raises(NotAllowed):
        tenant = cast.people["tenant"].pk  # building 2
        answer_for(poll.pk, tenant, answers_to(poll), actor=captain, confirmation="点头")
    with pytest.raises(NotAllowed):
        person = cast.people["resident"].pk
        answer_for(poll.pk, person, answers_to(poll), actor=cast.actor("worker"), confirmation="?")


def crowd(cast: Any, number: int) -> list[int]:
    """People of homes that nobody lives in yet."""
    ids = []
    for n in range(number):
        person = make_person(f"住户{n}")
        make_household(f"3-{n // 6 + 1}-{n % 6 // 2 + 1}0{n % 2 + 1}", person)
        ids.append(person.pk)
    return ids


def test_an_anonymous_sheet_cannot_be_laid_beside_its_voice(cast: Any) -> None:
    poll = make_poll(cast, is_anonymous=True, results_live=True)
    columns = {f.name for f in SecretSheet._meta.get_fields()}
    assert columns == {"id", "estate", "poll", "answers", "is_mixed"}
    people = crowd(cast, 12)
    for n, person in enumerate(people[:9]):
        answer_for(poll.pk, person, answers_to(poll, n % 3), actor=cast.actor("agent"),
                   confirmation="电话")  # fmt: skip
    result = result_of(poll)
    assert result is not None
    assert (result.voices, result.hidden) == (9, 9)  # nobody watches a single voice arrive
    before = set(SecretSheet.objects.values_list("pk", flat=True))
    answer_for(poll.pk, people[9], answers_to(poll), actor=cast.actor("agent"), confirmation="电话")
    sheets = SecretSheet.objects.filter(poll=poll)
    assert sheets.filter(is_mixed=True).count() == 10
    assert not before & set(sheets.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM poll_secret_sheet WHERE is_mixed")
        assert cursor.fetchone() == (1,)


def test_an_anonymous_poll_leaves_no_word_in_the_trail(cast: Any) -> None:
    from linli.base.audit.api import AuditRow

    poll = make_poll(cast, is_anonymous=True)
    speak(cast, poll, words="我怕他知道")
    rows = AuditRow.objects.filter(action="poll.spoken")
    assert rows.count() == 1
    assert rows[0].data == {"way": "phone"}
    assert not NamedSheet.objects.exists()


def test_counted_after_the_end_and_frozen(cast: Any) -> None:
    poll = make_poll(cast, is_anonymous=True)
    speak(cast, poll, choice=0, words="多种树")
    speak(cast, poll, "tenant", choice=1)
    assert result_of(poll) is None  # not declared as live
    with pytest.raises(errors.NotNow):
        count_closed_poll(poll.pk, actor=cast.actor("lead"))
    with clock_at(poll.closes_at):
        assert count_what_is_over(cast.estate.pk) == 1
        assert count_what_is_over(cast.estate.pk) == 0
        with pytest.raises(errors.PollClosed):
            speak(cast, poll, "elder")
    result = result_of(poll_for(cast.actor("resident"), poll.pk))
    assert result is not None
    assert (result.voices, result.invited) == (2, 4)
    assert result.questions[0].counts == (("改", 1), ("不改", 1), ("都行", 0))
    assert result.questions[2].words == ("多种树",)


def test_whoever_asks_owes_an_answer(cast: Any) -> None:
    poll = make_poll(cast)
    speak(cast, poll)
    secretary = cast.actor("secretary")
    with pytest.raises(errors.NotNow):
        archive_poll(poll.pk, actor=secretary, outcome="改")
    with clock_at(poll.closes_at):
        count_closed_poll(poll.pk, actor=secretary)
    with pytest.raises(errors.OutcomeMissing):
        archive_poll(poll.pk, actor=secretary, outcome="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(state="archived")
    archive_poll(poll.pk, actor=secretary, outcome="花坛留着,东边划六个车位,下月开工。")


def test_taken_back_only_before_anybody_spoke(cast: Any) -> None:
    poll = make_poll(cast)
    speak(cast, poll)
    with pytest.raises(errors.NotNow):
        withdraw_poll(poll.pk, actor=cast.actor("secretary"))


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"closes_at": now() - timedelta(days=1)}, errors.TimesWrong),
        ({"questions": ()}, errors.QuestionsWrong),
        ({"audience": "building"}, errors.AudienceWrong),
        ({"audience": "moon"}, errors.AudienceWrong),
    ],
)
def test_bad_drafts(cast: Any, over: Any, error: Any) -> None:
    from linli.voice.polls.api import write_poll

    with pytest.raises(error):
        write_poll(make_draft(**over), actor=cast.actor("secretary"))


@pytest.mark.parametrize("who", ["resident", "captain", "worker", "owners_chair", "agent"])
def test_others_write_no_polls(cast: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        write_draft(cast, by=who)
