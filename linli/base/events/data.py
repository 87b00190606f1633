"""News for whoever listens. Events carry ids and values, never models; names are past tense."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Base of all events. `aggregate` names what keeps its order, e.g. "matter:17"."""

    registry: ClassVar[dict[str, type[Event]]] = {}

    @property
    def aggregate(self) -> str:
        raise NotImplementedError

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Event.registry[cls.__name__] = cls

    def payload(self) -> dict[str, Any]:
        return asdict(self)
