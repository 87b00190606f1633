"""The words of this package, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _l

KINDS = {
    "owners_committee": _l("业主委员会"),
    "residents_committee": _l("居民委员会"),
    "supervision_committee": _l("居务监督委员会"),
}
POSITIONS = {"chair": _l("主任"), "vice_chair": _l("副主任"), "member": _l("委员")}
MEETINGS = {
    "committee": _l("委员会会议"),
    "representatives": _l("居民代表会议"),
    "residents": _l("居民会议"),
}
MEETING_STATES = {
    "draft": _l("在准备"),
    "called": _l("议程已公告"),
    "held": _l("开过了"),
    "cancelled": _l("取消了"),
}
CHOICES = {"yes": _l("赞成"), "no": _l("反对"), "abstain": _l("弃权")}
DUTIES = {
    "first_meeting": _l("开第一次会"),
    "filing": _l("向区县住建部门和街道备案"),
    "reelection": _l("组织换届选举"),
    "handover": _l("向新一届移交"),
    "reps_meeting": _l("开居民代表会议"),
    "appraisal": _l("请居民评议居委会"),
}
DUTY_REASONS = {
    "first_meeting": _l("选出后 7 天内开第一次会。"),
    "filing": _l("选出后 30 天内备案，附上备案回执。"),
    "reelection": _l("业委会要在任期满 3 个月前开始换届；居委会要在任期内选好下一届。"),
    "handover": _l("任期满后 10 天内移交档案、印章和财物，附上交接单。"),
    "reps_meeting": _l("居民代表会议每 6 个月至少一次。"),
    "appraisal": _l("居民评议居委会每年至少一次。"),
}
# where a rule of ours is written, as people can look it up
LAWS = {
    "OWN-11": _l("物业管理条例第十六条"),
    "OWN-12": _l("业主大会和业主委员会指导规则（建房〔2009〕274号）"),
    "OWN-13": _l("业主大会和业主委员会指导规则（建房〔2009〕274号）"),
    "RC-01": _l("城市居民委员会组织法"),
    "RC-03": _l("城市居民委员会组织法第二十八条、第二十九条"),
    "RC-04": _l("城市居民委员会组织法第三十七条"),
}
QUESTIONS = {
    "open": _l("事情公开吗"),
    "diligent": _l("干活尽心吗"),
    "fair": _l("办事公道吗"),
    "results": _l("办成事了吗"),
}
# a mark is never a bare figure: whoever chooses reads what it says
MARKS = {
    1: _l("1 很不好"),
    2: _l("2 不太好"),
    3: _l("3 一般"),
    4: _l("4 好"),
    5: _l("5 很好"),
}
# what the committee opens to everybody (居务公开, RC-04); an estate's own list may be longer
AFFAIRS = {
    "aid": _l("救助和补贴的名额与标准"),
    "funds": _l("居委会的收入和支出"),
    "works": _l("社区公益事业和工程"),
    "donations": _l("捐赠的钱和物怎么用"),
    "decisions": _l("居民会议、代表会议的决定和落实"),
    "services": _l("政府购买服务和志愿服务"),
    "fees": _l("替政府办的收费和证明"),
}
