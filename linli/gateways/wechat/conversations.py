"""What one message leads to: the steps of a chat, kept in the database, each with an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.estate.places.api import Place
from linli.gateways.wechat import answers, media, rules
from linli.gateways.wechat.data import Answered, Incoming, Kind, Step
from linli.gateways.wechat.filing import (
    PLACELESS,
    Draft,
    Speaker,
    add_place,
    add_words,
    file_matter,
)
from linli.gateways.wechat.models import WechatConversation
from linli.gateways.wechat.queries import (
    conversation_of,
    has_filed_much,
    home_of,
    is_only,
    place_in,
)
from linli.matters.handling.api import Matter, confirm_result, withdraw_matter
from linli.matters.intake.api import find_emergency
from linli.matters.topics.api import guess_category

_KEPT = ["step", "key", "words", "place", "place_text", "matter", "asked", "ends_at"]


def keep_step(speaker: Speaker, step: Step, key: str, **fields: Any) -> WechatConversation:
    """Begin or go on with a conversation; it ends by itself."""
    row = WechatConversation(
        contact=speaker.contact,
        step=step.value,
        key=key,
        ends_at=now() + rules.ENDS_AFTER[step],
        **fields,
    )
    WechatConversation.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["contact"], update_fields=_KEPT
    )
    return row


def end(speaker: Speaker) -> None:
    WechatConversation.objects.filter(contact=speaker.contact.pk).delete()


def running(speaker: Speaker) -> WechatConversation | None:
    """The conversation that still runs. One whose time is over is brought to its end first."""
    row = conversation_of(speaker.contact)
    if row is not None and row.ends_at <= now():
        bring_to_end(speaker, row)
        return None
    return row


def matter_talked_of(row: WechatConversation | None) -> Matter | None:
    """The open matter to which pictures and places belong now."""
    if row is None or row.step == Step.WITHDRAW.value:
        return None
    found: Matter | None = row.matter
    return found


def bring_to_end(speaker: Speaker, row: WechatConversation) -> Matter | None:
    """Nothing is lost when somebody stops answering: words become a matter without a place."""
    end(speaker)
    if row.step in rules.UNFILED:
        if row.words:
            return file_matter(speaker, _draft(row, row.words))
        media.drop_waiting(speaker.contact)
    if row.step == Step.REFUSE.value and row.matter is not None and speaker.is_known:
        return confirm_result(row.matter.pk, actor=speaker.actor, solved=False)
    return None


def _draft(row: WechatConversation, words: str, **fields: Any) -> Draft:
    known = {"place": row.place, "place_text": row.place_text}
    return Draft(key=row.key, words=words, **(known | fields))


def hear_words(speaker: Speaker, message: Incoming, key: str) -> Answered:
    """A text, or a voice that was recognised."""
    text, row = message.text.strip(), running(speaker)
    emergency = find_emergency(text)
    if emergency is not None:
        return _hear_danger(speaker, row, text, key, emergency)
    if row is not None:
        answered = _STEPS[Step(row.step)](speaker, row, text, key)
        if answered is not None:
            return answered
    return begin(speaker, text, key)


def begin(speaker: Speaker, text: str, key: str, **known: Any) -> Answered:
    """Something new: file it when the place is clear or not needed, else ask."""
    if not rules.says_something(text):
        return Answered(answers.nothing_said(speaker.account))
    if len(rules.plain_word(text)) < 2:
        keep_step(speaker, Step.WORDS, key, words=text, **known)
        return Answered(answers.say_more())
    place = known.get("place") or place_in(text)
    if place is not None and not known and is_only(place, text):
        keep_step(speaker, Step.WORDS, key, place=place)  # the answer came before its question
        return Answered(answers.ask_words_after_place(place.plate))
    category = guess_category(text)
    if place or known.get("place_text") or category in PLACELESS:
        draft = Draft(key, text, category, place, known.get("place_text", ""))
        return file_and_tell(speaker, draft)
    keep_step(speaker, Step.PLACE, key, words=text)
    home = home_of(speaker.actor)
    return Answered(answers.ask_place(home.plate if home else ""))


def file_and_tell(
    speaker: Speaker, draft: Draft, say: Callable[..., str] | None = None
) -> Answered:
    """Open the matter; what follows in the next minutes belongs to it."""
    if not speaker.is_known and has_filed_much(speaker.contact):
        end(speaker)
        return Answered(answers.too_many(speaker.account, speaker.contact))
    matter = file_matter(speaker, draft)
    keep_step(speaker, Step.JOIN, draft.key, matter=matter)
    if say is not None:
        return Answered(say(speaker.account, speaker.contact, matter), matter.pk)
    where = draft.place_text or (draft.place.plate if draft.place else "")
    return Answered(answers.opened(speaker.account, speaker.contact, matter, where), matter.pk)


def _hear_danger(
    speaker: Speaker, row: WechatConversation | None, text: str, key: str, found: Any
) -> Answered:
    """Whom to ring comes first; the matter is open before anything is asked (REQ-02)."""
    first = answers.danger(speaker.account.estate, found)
    before = row.matter if row is not None else None
    if before is not None and before.urgency == "emergency" and row is not None:
        matter = add_place_or_words(speaker, before, place_in(text), text)
    else:
        pending = row if row is not None and row.step in rules.UNFILED else None
        words = answers.together(pending.words if pending else "", text)
        place = place_in(text) or (pending.place if pending else None)
        place_text = pending.place_text if pending else ""
        matter = file_matter(speaker, Draft(key, words, "", place, place_text, is_emergency=True))
    step = Step.JOIN if matter.place_id else Step.WHERE
    keep_step(speaker, step, key, matter=matter)
    filed = answers.danger_filed(speaker.account, speaker.contact, matter)
    return Answered(answers.together(first, filed), matter.pk)


def add_place_or_words(speaker: Speaker, matter: Matter, place: Place | None, text: str) -> Matter:
    if place is not None and matter.place_id is None:
        add_place(speaker, matter, place, text)
    else:
        add_words(speaker, matter, text)
    return Matter.objects.get(pk=matter.pk)


def _words(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    """A picture, a place or a single sign came first; now the words."""
    if not rules.says_something(text):
        return Answered(answers.nothing_said(speaker.account))
    words = answers.together(row.words, text)
    known = {"place": row.place, "place_text": row.place_text}
    return begin(speaker, words, row.key, **known)


def _place(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    """Words came before; this says where, or more of what."""
    home = home_of(speaker.actor)
    if home is not None and rules.is_yes(text):
        return file_and_tell(speaker, _draft(row, row.words, place=home))
    place = place_in(text)
    if place is not None:
        words = row.words if rules.is_place_like(text) else answers.together(row.words, text)
        return file_and_tell(
            speaker, _draft(row, words, place=place, place_text=_beyond(place, text))
        )
    if rules.is_no(text) and (home is None or row.asked):
        return file_and_tell(speaker, _draft(row, row.words))
    if rules.is_no(text) or not rules.says_something(text):
        return _ask_again(speaker, row, row.words)
    if rules.is_place_like(text):
        return file_and_tell(speaker, _draft(row, row.words, place_text=text))
    return _ask_again(speaker, row, answers.together(row.words, text))


def _beyond(place: Place, text: str) -> str:
    """What an answer says beyond the plate: "3号楼2单元楼道里" keeps "楼道里" as it stands."""
    plain = text.strip()
    return plain if rules.is_place_like(plain) and plain != place.plate else ""


def _ask_again(speaker: Speaker, row: WechatConversation, words: str) -> Answered:
    if row.asked:
        return file_and_tell(speaker, _draft(row, words))
    keep_step(speaker, Step.PLACE, row.key, words=words, asked=1)
    return Answered(answers.ask_place_again())


def _where(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    """The matter is open; this says where."""
    if row.matter is None:
        return None
    place = place_in(text)
    if place is None and not rules.is_place_like(text):
        return _join(speaker, row, text, key)
    matter = add_place(speaker, row.matter, place, text)
    keep_step(speaker, Step.JOIN, key, matter=matter)
    return Answered(answers.place_taken(matter, text), matter.pk)


def _join(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    """More about the same; another place with other words is another matter."""
    matter = row.matter
    if matter is None or _is_another(matter, text):
        return None
    if not rules.says_something(text):
        return Answered(answers.nothing_said(speaker.account))
    add_words(speaker, matter, text)
    keep_step(speaker, Step.JOIN, key, matter=matter)
    return Answered(answers.joined(matter), matter.pk)


def _is_another(matter: Matter, text: str) -> bool:
    place = place_in(text)
    if place is None or place.pk == matter.place_id:
        return False
    return place.building_id != matter.building_id or not rules.is_place_like(text)


def _answer(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    if row.matter is None or not rules.says_something(text):
        return None
    add_words(speaker, row.matter, text)
    keep_step(speaker, Step.JOIN, key, matter=row.matter)
    return Answered(answers.answer_taken(row.matter), row.matter.pk)


def _result(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    """Said to be done: 1 and 2 are answers here; other words may be anything."""
    from linli.gateways.wechat import commands

    if row.matter is not None and text in ("1", "１"):
        return commands.say_solved(speaker, row.matter)
    if row.matter is not None and text in ("2", "２"):
        return commands.say_not_solved(speaker, row.matter, key)
    return None


def _refuse(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    from linli.gateways.wechat import commands

    if row.matter is None:
        return None
    return commands.refuse_with(speaker, row.matter, text, key)


def _withdraw(speaker: Speaker, row: WechatConversation, text: str, key: str) -> Answered | None:
    if row.matter is None:
        return None
    end(speaker)
    if rules.is_yes(text):
        _take_back(speaker, row.matter)
        return Answered(answers.withdrawn(row.matter), row.matter.pk)
    if rules.is_no(text):
        return Answered(answers.not_withdrawn(row.matter), row.matter.pk)
    return None


def _take_back(speaker: Speaker, matter: Matter) -> None:
    """End it at the reporter's wish; where that cannot be (others wait, a stranger), say so."""
    try:
        with transaction.atomic():
            withdraw_matter(matter.pk, actor=speaker.actor, reason=answers.withdrawal())
    except DomainError:
        add_words(speaker, matter, answers.withdrawal())


_STEPS: dict[Step, Callable[[Speaker, WechatConversation, str, str], Answered | None]] = {
    Step.WORDS: _words,
    Step.PLACE: _place,
    Step.WHERE: _where,
    Step.JOIN: _join,
    Step.ANSWER: _answer,
    Step.RESULT: _result,
    Step.REFUSE: _refuse,
    Step.WITHDRAW: _withdraw,
}


def hear_point(speaker: Speaker, message: Incoming, key: str) -> Answered:
    """A location: where something is that was told, or is about to be.

    One that names none of our places stays as it was said, and the place is asked for in words.
    """
    words, row = rules.place_of_point(message), running(speaker)
    place = place_in(words)
    if row is not None and row.step == Step.PLACE.value:
        answered = file_and_tell(speaker, _draft(row, row.words, place=place, place_text=words))
        return answered if place else _ask_which(speaker, answered, key)
    if row is not None and row.matter is not None and row.step != Step.WITHDRAW.value:
        matter = add_place(speaker, row.matter, place, words)
        keep_step(speaker, Step.JOIN, key, matter=matter)
        answered = Answered(answers.place_taken(matter, words), matter.pk)
        return answered if matter.place_id else _ask_which(speaker, answered, key)
    if row is not None and row.step == Step.WORDS.value and row.words:
        answered = begin(speaker, row.words, row.key, place=place, place_text=words)
        return answered if place else _ask_which(speaker, answered, key)
    keep_step(speaker, Step.WORDS, row.key if row else key, place=place, place_text=words)
    return Answered(answers.ask_words_after_place(words))


def _ask_which(speaker: Speaker, answered: Answered, key: str) -> Answered:
    """The point on the map is kept; which building or spot of ours it is, somebody must say."""
    if not answered.matter_id:
        return answered
    matter = Matter.objects.get(pk=answered.matter_id)
    keep_step(speaker, Step.WHERE, key, matter=matter)
    return Answered(answers.together(answered.words, answers.ask_which_place()), matter.pk)


def hear_picture(speaker: Speaker, message: Incoming, key: str) -> Answered:
    """A picture or a video: it belongs to what is talked of, else words are asked for."""
    row, is_video = running(speaker), message.kind is Kind.VIDEO
    matter = matter_talked_of(row)
    if matter is not None:
        said = answers.video_joined if is_video else answers.picture_joined
        return Answered(said(matter), matter.pk)
    if row is not None and row.step == Step.PLACE.value:
        return Answered(answers.ask_place_again())
    if row is None or row.step != Step.WORDS.value:
        keep_step(speaker, Step.WORDS, key)
    return Answered(answers.ask_words_after_video() if is_video
                    else answers.ask_words_after_picture())  # fmt: skip


def hear_sound(speaker: Speaker, message: Incoming, key: str) -> Answered:
    """A voice that nobody recognised: somebody must listen, so the matter opens at once."""
    return _hear_unread(speaker, key, answers.sound_words(), answers.opened_without_words)


def hear_unknown(speaker: Speaker, message: Incoming, key: str) -> Answered:
    """What cannot be opened here becomes an enquiry rather than nothing."""
    words = answers.unknown_words(message.raw_type)
    return _hear_unread(speaker, key, words, answers.not_readable, category="enquiry")


def hear_link(speaker: Speaker, message: Incoming, key: str) -> Answered:
    words = answers.link_words(message.text)
    return _hear_unread(speaker, key, words, answers.opened_for_link, category="enquiry")


def _hear_unread(
    speaker: Speaker, key: str, words: str, say: Callable[..., str], category: str = ""
) -> Answered:
    row = running(speaker)
    matter = matter_talked_of(row)
    if matter is not None:
        add_words(speaker, matter, words)
        return Answered(say(speaker.account, speaker.contact, matter), matter.pk)
    pending = row if row is not None and row.step in rules.UNFILED else None
    if pending is not None:
        draft = _draft(pending, answers.together(pending.words, words), category=category)
    else:
        draft = Draft(key, words, category)
    answered = file_and_tell(speaker, draft, say)
    if answered.matter_id and not draft.place and not category:
        matter = Matter.objects.get(pk=answered.matter_id)
        keep_step(speaker, Step.WHERE, draft.key, matter=matter)
    return answered


HEAR: dict[Kind, Callable[[Speaker, Incoming, str], Answered]] = {
    Kind.IMAGE: hear_picture,
    Kind.VIDEO: hear_picture,
    Kind.LOCATION: hear_point,
    Kind.LINK: hear_link,
    Kind.UNKNOWN: hear_unknown,
}
