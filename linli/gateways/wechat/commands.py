"""What is asked for by a word or a tap in the menu."""

from __future__ import annotations

from collections.abc import Callable

from linli.gateways.wechat import answers, media, rules
from linli.gateways.wechat.bindings import set_contact_language, unbind_contact
from linli.gateways.wechat.conversations import end, keep_step, running
from linli.gateways.wechat.data import Answered, Command, Step
from linli.gateways.wechat.filing import Speaker, add_words
from linli.gateways.wechat.queries import done_matter_of, matters_of, open_matters_of
from linli.matters.handling.api import Matter, confirm_result
from linli.matters.handling.data import State


def obey(speaker: Speaker, command: Command, text: str, key: str) -> Answered:
    """Do what the command says; `text` may name a matter by its number."""
    return _COMMANDS[command](speaker, rules.number_in(text), key)


def _status(speaker: Speaker, number: str, key: str) -> Answered:
    if number:
        found = list(matters_of(speaker.contact, speaker.actor).filter(number=number)[:1])
    else:
        found = open_matters_of(speaker.contact, speaker.actor)
    return Answered(answers.standings(speaker.account, speaker.contact, found))


def _solved(speaker: Speaker, number: str, key: str) -> Answered:
    matter = _awaited(speaker, number)
    return say_solved(speaker, matter) if matter else Answered(answers.nothing_done())


def _not_solved(speaker: Speaker, number: str, key: str) -> Answered:
    matter = _awaited(speaker, number)
    if matter is not None:
        return say_not_solved(speaker, matter, key)
    return _reopen(speaker, number, key)


def _awaited(speaker: Speaker, number: str) -> Matter | None:
    """The matter that the word is about: the one named, the one just told of, the latest."""
    row = running(speaker)
    talked_of = row.matter if row is not None else None
    if not number and talked_of is not None and talked_of.state == State.DONE:
        return talked_of
    return done_matter_of(speaker.contact, speaker.actor, number)


def _reopen(speaker: Speaker, number: str, key: str) -> Answered:
    """Not solved after all: a word after the end opens the last one again (REQ-03)."""
    rows = matters_of(speaker.contact, speaker.actor).filter(state=State.CLOSED.value)
    matter = (rows.filter(number=number) if number else rows).order_by("-closed_at").first()
    if matter is None:
        return Answered(answers.nothing_done())
    keep_step(speaker, Step.REFUSE, key, matter=matter)
    return Answered(answers.ask_what_is_wrong(matter), matter.pk)


def say_solved(speaker: Speaker, matter: Matter) -> Answered:
    """The resident's word closes it; a stranger's is passed on."""
    end(speaker)
    if not speaker.is_known:
        add_words(speaker, matter, answers.solved_words())
        told = answers.told_instead(speaker.account, speaker.contact, matter)
        return Answered(told, matter.pk)
    confirm_result(matter.pk, actor=speaker.actor, solved=True)
    return Answered(answers.confirmed(matter), matter.pk)


def say_not_solved(speaker: Speaker, matter: Matter, key: str) -> Answered:
    keep_step(speaker, Step.REFUSE, key, matter=matter)
    return Answered(answers.ask_what_is_wrong(matter), matter.pk)


def refuse_with(speaker: Speaker, matter: Matter, text: str, key: str) -> Answered:
    """What is still wrong: back to the same worker."""
    fresh = Matter.objects.get(pk=matter.pk)
    if speaker.is_known and fresh.state == State.DONE:
        confirm_result(fresh.pk, actor=speaker.actor, solved=False, text=text[: rules.MOST_TEXT])
    else:
        add_words(speaker, fresh, answers.not_solved_words(text))
    keep_step(speaker, Step.JOIN, key, matter=fresh)
    return Answered(answers.refused(fresh), fresh.pk)


def _withdraw(speaker: Speaker, number: str, key: str) -> Answered:
    row = running(speaker)
    if row is not None and row.step in rules.UNFILED and not number:
        end(speaker)
        media.drop_waiting(speaker.contact)
        return Answered(answers.dropped())
    open_ones = [
        m for m in open_matters_of(speaker.contact, speaker.actor) if number in ("", m.number)
    ]
    if not open_ones:
        return Answered(answers.nothing_to_withdraw())
    talked_of = row.matter_id if row is not None else None
    matter = next((m for m in open_ones if m.pk == talked_of), open_ones[0])
    keep_step(speaker, Step.WITHDRAW, key, matter=matter)
    return Answered(answers.ask_withdrawal(matter), matter.pk)


def _new(speaker: Speaker, number: str, key: str) -> Answered:
    row = running(speaker)
    if row is None or row.step not in rules.UNFILED:
        end(speaker)
    return Answered(answers.new_matter())


def _report(speaker: Speaker, number: str, key: str) -> Answered:
    _new(speaker, number, key)
    return Answered(answers.please_tell())


def _bind(speaker: Speaker, number: str, key: str) -> Answered:
    return Answered(answers.bind_here(speaker.account, speaker.contact))


def _unbind(speaker: Speaker, number: str, key: str) -> Answered:
    if speaker.contact.account_id is None:
        return Answered(answers.not_bound())
    unbind_contact(speaker.contact.pk, actor=speaker.actor)
    return Answered(answers.unbound())


def _help(speaker: Speaker, number: str, key: str) -> Answered:
    return Answered(answers.how_to(speaker.account))


def _human(speaker: Speaker, number: str, key: str) -> Answered:
    return Answered(answers.call_us(speaker.account.estate))


def _greeting(speaker: Speaker, number: str, key: str) -> Answered:
    return Answered(answers.greeting(speaker.account, speaker.contact))


def _thanks(speaker: Speaker, number: str, key: str) -> Answered:
    return Answered(answers.courtesy())


def _language(language: str) -> Callable[[Speaker, str, str], Answered]:
    def change(speaker: Speaker, number: str, key: str) -> Answered:
        return Answered(set_contact_language(speaker.contact, language))

    return change


_COMMANDS: dict[Command, Callable[[Speaker, str, str], Answered]] = {
    Command.REPORT: _report,
    Command.STATUS: _status,
    Command.SOLVED: _solved,
    Command.NOT_SOLVED: _not_solved,
    Command.WITHDRAW: _withdraw,
    Command.NEW: _new,
    Command.BIND: _bind,
    Command.UNBIND: _unbind,
    Command.HELP: _help,
    Command.HUMAN: _human,
    Command.CHINESE: _language("zh-hans"),
    Command.ENGLISH: _language("en"),
    Command.GREETING: _greeting,
    Command.THANKS: _thanks,
}
