"""The words that the page of the round says by script, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.matters.handling.phrases import named
from linli.matters.rounds.data import Consent
from linli.matters.rounds.labels import CATEGORIES, FACTS, FIELDS, OUTCOMES
from linli.matters.rounds.values import AT_THE_DOOR, category_field, digest_of
from linli.matters.routing.api import list_categories

_BROKEN = ("electricity", "lift", "access_door", "public_facility", "dirt_front", "water_pipe",
           "drainage", "heating", "rubbish", "other")  # fmt: skip
_NEEDED = ("other", "elder_care", "disability_aid", "child_care", "job_training",
           "housing_eligibility", "water_pipe", "drainage", "electricity", "heating", "gas",
           "fees")  # fmt: skip


def page_words() -> dict[str, Any]:
    """Every word by its key; groups of words by the codes that they name."""
    fields = [category_field(kind, "") for kind in AT_THE_DOOR]
    return {
        "facts": _plain(FACTS), "outcomes": _plain(OUTCOMES), "fields": _plain(FIELDS),
        "kinds": {kind.value: str(CATEGORIES[kind]) for kind in AT_THE_DOOR},
        "no": {field: digest_of(field, "0") for field in fields},
        "consents": {
            Consent.ORAL.value: _("口头同意登记"), Consent.SIGNED.value: _("签了字"),
            Consent.DECLINED.value: _("不同意登记"),
        },
        "brokenKinds": _categories(_BROKEN), "needKinds": _categories(_NEEDED), **_lines(),
        **{f"fact-{fact}": str(word) for fact, word in FACTS.items()},
    }  # fmt: skip


def _plain(words: dict[str, Any]) -> dict[str, str]:
    return {str(code): str(word) for code, word in words.items()}


def _categories(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    known = {one.code: one for one in list_categories()}
    return [
        (code, named((known[code].name, known[code].name_en, "")))
        for code in codes
        if code in known
    ]


def _lines() -> dict[str, str]:
    return {
        "back": _("回到走访单"), "next": _("下一家"), "missing": _("缺"), "stale": _("旧了"),
        "lastTime": _("上次 {words}"), "come": _("这次{words}来更可能有人"),
        "howItWent": _("这一家怎么样"), "consent": _("说明用途后"),
        "stillSo": _("核对过"), "stillHere": _("还是这一家"), "movedAway": _("搬走了"),
        "vacant": _("没有人住"), "nobodyKnown": _("还不知道谁住"), "common": _("公共地方"),
        "somebodyElse": _("还住着别人"), "newName": _("姓名"), "newPhone": _("电话"),
        "alsoLives": _("还住着"), "write": _("记下"), "allRight": _("其他都对"),
        "phoneRight": _("电话没变"), "kindsRight": _("都没变"), "endIt": _("不再是"),
        "ended": _("不再是"), "watchAsk": _("{name}愿意请楼长常来看看吗？"),
        "watchYes": _("愿意"), "watchNo": _("不用"),
        "facilitiesAsk": _("单元门、灯、电梯、消防器材都好吗？"), "allGood": _("都好"),
        "facility": _("有坏的"), "disputesAsk": _("和邻居之间有没有过不去的事？"),
        "none": _("没有"), "dispute": _("邻里纠纷"), "whatKind": _("哪一类"),
        "whatIsIt": _("是什么事"), "makeMatter": _("记成事项"), "needNoted": _("已记成事项："),
        "picture": _("拍一张照片"), "pictureKept": _("照片已收在本机，连上网一起送。"),
        "pictureFull": _("本机最多存 {count} 张没送出的照片。请先连网送出，再拍。"),
        "pictureUnread": _("这张照片打不开，请再拍一张。"),
        "pictureRefused": _("照片没收下，文字照送。"),
        "needs": _("有什么需要"), "need": _("有需要，记下来"), "told": _("要转告的话"),
        "toldWhat": _("要告诉网格员什么"), "toldNoted": _("已转告："), "undo": _("撤回"),
        "noted": _("已记"), "progress": _("走了 {done} 家，共 {all} 家"),
        "waiting": _("{count} 条还没送出，记录都在本机，连上网就自动送。"),
        "notTaken": _("{count} 条没送成。请更新页面后再送，记录都在。"),
        "sendNow": _("现在送出"), "allSent": _("都送出了"),
        "signedOut": _("登录已过期。{count} 条记录留在本机，登录后接着送。"), "signIn": _("登录"),
        "noList": _("今天没有走访单。请先到“走访”页做一张，或请网格员分给您。"),
        "noListOffline": _("这台设备上没有今天的走访单。连上网后会自动取来。"),
    }  # fmt: skip
