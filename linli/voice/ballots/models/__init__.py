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
from linli.voice.ballots.models.runs import BallotRun, RollComparison

__all__ = [
    "AgendaItem",
    "Assembly",
    "AssemblyObjection",
    "AssemblyResult",
    "Ballot",
    "BallotRun",
    "BallotSeal",
    "DoorCode",
    "PaperBallot",
    "PaperEntry",
    "Petition",
    "PetitionSignature",
    "Proxy",
    "RollComparison",
    "RollLine",
    "RollOwner",
    "RollVoter",
    "VotingRules",
]
