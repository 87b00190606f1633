"""Tables of the owners' assembly. Roll and box are append-only and hold ids, never names."""

from linli.voice.ballots.models.assemblies import (
    AgendaItem,
    Assembly,
    AssemblyObjection,
    AssemblyResult,
)
from linli.voice.ballots.models.boxes import Ballot, BallotSeal, DoorCode, PaperBallot, PaperEntry
from linli.voice.ballots.models.petitions import Petition, PetitionSignature
from linli.voice.ballots.models.procedures import VotingRules
from linli.voice.ballots.models.rolls import Proxy, RollLine, RollOwner, RollVoter

__all__ = [
    "AgendaItem",
    "Assembly",
    "AssemblyObjection",
    "AssemblyResult",
    "Ballot",
    "BallotSeal",
    "DoorCode",
    "PaperBallot",
    "PaperEntry",
    "Petition",
    "PetitionSignature",
    "Proxy",
    "RollLine",
    "RollOwner",
    "RollVoter",
    "VotingRules",
]
