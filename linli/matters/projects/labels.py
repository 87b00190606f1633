"""The words of projects on pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.matters.projects.data import DecisionKind, ProjectState, TellingKind
from linli.matters.topics.data import TopicStatus

STATES: dict[str, Any] = {
    ProjectState.RUNNING: _l("正在办"),
    ProjectState.WATCHED: _l("办好了，还在看着"),
    ProjectState.SETTLED: _l("没有再犯"),
}
TELLINGS: dict[str, Any] = {
    TellingKind.START: _l("立项时"),
    TellingKind.PROGRESS: _l("进展"),
    TellingKind.RESULT: _l("结果"),
}
DECISIONS: dict[str, Any] = {
    DecisionKind.RENAME: _l("改名"),
    DecisionKind.MERGE: _l("并进来"),
    DecisionKind.SPLIT: _l("分出去"),
    DecisionKind.DISMISS: _l("不算热点"),
    DecisionKind.RESTORE: _l("重新列出"),
}
TOPICS: dict[str, Any] = {
    TopicStatus.OPEN: _l("还没人管"),
    TopicStatus.HANDLED: _l("有项目在办"),
    TopicStatus.SETTLED: _l("办好了"),
    TopicStatus.BACK: _l("又来了"),
}
