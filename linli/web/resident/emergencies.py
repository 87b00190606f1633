"""What somebody in danger is told on the phone's screen: whom to ring, and what to do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.matters.intake.api import find_emergency
from linli.matters.intake.data import EmergencyService


@dataclass(frozen=True, slots=True)
class DangerSign:
    """`numbers` are (number to dial, its words), the first one the most urgent."""

    title: str
    words: str
    sign: str
    numbers: tuple[tuple[str, str], ...]


def warn_of(text: str, hotline: str) -> DangerSign | None:
    """The banner for a text that tells of danger (REQ-02); None for everything else."""
    found = find_emergency(text)
    if found is None:
        return None
    title, words, sign, number = _words_for(found.to)
    own = ((hotline.replace(" ", ""), _("服务热线 %(number)s") % {"number": hotline}),)
    first = ((number, _("打 %(number)s") % {"number": number}),) if number else ()
    desk_first = found.to in (EmergencyService.GAS, EmergencyService.LIFT)
    numbers = own + first if desk_first and hotline else first + (own if hotline else ())
    return DangerSign(title, words, sign, numbers)


def _words_for(service: EmergencyService) -> tuple[str, str, str, str]:
    """(title, words, sign, number to dial)."""
    match service:
        case EmergencyService.FIRE:
            return (
                _("着火了？先打 119，人先出来。"),
                _("别坐电梯，弯腰走楼梯。出不去就用湿毛巾堵门缝，到窗口喊人。"),
                "fire", "119",
            )  # fmt: skip
        case EmergencyService.GAS:
            return (
                _("闻到燃气味？别碰开关，开窗，人先出来。"),
                _("能关就关总阀。到楼外再打电话。"),
                "gas", "119",
            )  # fmt: skip
        case EmergencyService.AMBULANCE:
            return (
                _("人不舒服、摔了？先打 120。"),
                _("别搬动，留一个人在身边，再去一个人到楼下接车。"),
                "fall", "120",
            )  # fmt: skip
        case EmergencyService.LIFT:
            return (
                _("困在电梯里？按警铃，再打电话。"),
                _("别扒门，靠里站稳。里面透气，是安全的。说清楚几号楼几单元。"),
                "lift", "119",
            )  # fmt: skip
        case _:
            return (
                _("有危险？先打 110，锁好门，别上前。"),
                _("说清楚在哪里、有几个人。"),
                "warn", "110",
            )  # fmt: skip
