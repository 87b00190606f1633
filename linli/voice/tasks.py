"""All jobs of this group, for the worker to find."""

from linli.voice.ballots import tasks as ballots_tasks
from linli.voice.committee import tasks as committee_tasks
from linli.voice.contracts import tasks as contracts_tasks
from linli.voice.elections import tasks as elections_tasks
from linli.voice.polls import tasks as polls_tasks

__all__ = [
    "ballots_tasks",
    "committee_tasks",
    "contracts_tasks",
    "elections_tasks",
    "polls_tasks",
]
