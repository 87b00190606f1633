"""The queue's news of projects' matters, and topics that are spoken of again."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.matters.handling.api import MatterClosed, MatterReopened
from linli.matters.projects.actions import follow_matter, watch_projects
from linli.matters.topics.api import TopicCameBack


@handles(MatterClosed)
def follow_end(event: MatterClosed) -> None:
    follow_matter(event.matter_id)


@handles(MatterReopened)
def follow_reopening(event: MatterReopened) -> None:
    follow_matter(event.matter_id)


@handles(TopicCameBack)
def look_again(event: TopicCameBack) -> None:
    watch_projects()
