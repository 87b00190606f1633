"""What projects refuse, and what to do instead."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class HasProject(Stale):
    code = "topic_has_project"
    message = translatable("这个热点已经立了项目。请打开那个项目。")


class ProjectNotNow(Stale):
    code = "project_not_now"
    message = translatable("这个项目已经不在这一步了。请看最新情况。")


class NobodyToTell(DomainError):
    code = "nobody_to_tell"
    message = translatable("这些话都告诉过了，现在没有要答复的人。")
    status = 409


class PrivateWords(Invalid):
    code = "project_private_words"
    message = translatable("大家都看得到的话里不能有“%(what)s”：不写姓名、电话和门牌。")


class DayOutOfPlan(Invalid):
    code = "project_day_out_of_plan"
    message = translatable("日子要在今天以后、一年以内；步骤不能晚于项目结束。")


class ReasonMissing(Invalid):
    code = "topic_reason_missing"
    message = translatable("请写明原因，以后的人才看得懂。")
