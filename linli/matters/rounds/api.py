"""Rounds: enter every door, know every family (进百家门、知百家情)."""

from linli.matters.rounds.captain_days import ask_to_look, captain_days, note_seen
from linli.matters.rounds.claims import decide_claim
from linli.matters.rounds.errors import (
    BatchTooLarge,
    BatchUnreadable,
    CannotShare,
    Decided,
    NotAskedHere,
    NothingToAsk,
    NotOnRound,
    OtherAccount,
    PersonGone,
)
from linli.matters.rounds.lists import device_list
from linli.matters.rounds.models import (
    DoorVisit,
    Round,
    RoundClaim,
    RoundDoor,
    RoundOperation,
    RoundShare,
    Watch,
)
from linli.matters.rounds.parsing import read_batch
from linli.matters.rounds.pictures import keep_round_picture
from linli.matters.rounds.planning import extend_round, make_round, mend
from linli.matters.rounds.queries import (
    doors_of,
    may_make_rounds,
    open_claims,
    round_for,
    rounds_for,
)
from linli.matters.rounds.sharing import close_round, companions_for, end_share, share_round
from linli.matters.rounds.syncing import apply_batch

__all__ = [
    "BatchTooLarge",
    "BatchUnreadable",
    "CannotShare",
    "Decided",
    "DoorVisit",
    "NotAskedHere",
    "NotOnRound",
    "NothingToAsk",
    "OtherAccount",
    "PersonGone",
    "Round",
    "RoundClaim",
    "RoundDoor",
    "RoundOperation",
    "RoundShare",
    "Watch",
    "apply_batch",
    "ask_to_look",
    "captain_days",
    "close_round",
    "companions_for",
    "decide_claim",
    "device_list",
    "doors_of",
    "end_share",
    "extend_round",
    "keep_round_picture",
    "make_round",
    "may_make_rounds",
    "mend",
    "note_seen",
    "open_claims",
    "read_batch",
    "round_for",
    "rounds_for",
    "share_round",
]
