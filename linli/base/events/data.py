"""News for whoever listens. Events carry ids and values, never models; names are past tense."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Base of all events. `aggregate` names what keeps its order, e.g. "matter:17".

    `is_quiet`: there are many of them a second. A job wakes the worker by NOTIFY, and commits that
    notify wait for each other; quiet news is one row that the worker looks for every few seconds.
    """

    registry: ClassVar[dict[str, type[Event]]] = {}
    is_quiet: ClassVar[bool] = False

    @property
    def aggregate(self) -> str:
        raise NotImplementedError

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Event.registry[cls.__name__] = cls

    def payload(self) -> dict[str, Any]:
        return asdict(self)
