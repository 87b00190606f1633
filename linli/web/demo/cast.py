"""The named people of the demo: who they are, where they live, how they sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from linli.estate.organisations.data import OrganisationKind, Role
from linli.web.demo.data import PASSWORD, DemoAccount
from linli.web.demo.families import Family, Member


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works here. `label` marks the one account of the role that is published."""

    username: str
    name: str
    role: Role
    organisation: str
    job_title: str
    skills: tuple[str, ...] = ()
    label: str = ""
    grid: int | None = None
    shell: str = "staff"


@dataclass(frozen=True)
class NamedResident:
    """A resident with an account; `phone_end` completes 199-0000-xxxx."""

    username: str
    called: str
    label: str
    plate: str
    phone_end: str
    kind: str
    members: tuple[tuple[str, str, date, str, str], ...]
    low_income: bool = False
    disability: tuple[str, int] | None = None
    categories: tuple[str, ...] = field(default=())
    elder_mode: bool = False


ORGANISATIONS: dict[str, tuple[OrganisationKind, str, str, str]] = {
    "center": (OrganisationKind.SERVICE_CENTER, "祥和城党群服务中心", "服务中心", "0319-0000-100"),
    "committee": (OrganisationKind.RESIDENTS_COMMITTEE, "富兴社区居民委员会", "居委会",
                  "0319-0000-101"),
    "housing": (
        OrganisationKind.HOUSING_AFTER_MGMT, "保障房后期管理服务中心", "房管中心", "0319-0000-102",
    ),
    "property": (OrganisationKind.PROPERTY_COMPANY, "睦邻物业服务有限公司", "物业公司",
                 "0319-0000-103"),
    "police": (OrganisationKind.POLICE_LIAISON, "祥和城警务联络站", "警务站", "0319-0000-104"),
    "volunteers": (OrganisationKind.VOLUNTEERS, "暖邻志愿服务队", "志愿队", "0319-0000-105"),
    "care": (OrganisationKind.CARE_PROVIDER, "怡安医养服务团队", "医养团队", "0319-0000-106"),
    "owners": (OrganisationKind.OWNERS_COMMITTEE, "祥和城业主委员会", "业委会", "0319-0000-107"),
}  # fmt: skip

_R = Role
STAFF: tuple[StaffMember, ...] = (
    StaffMember("admin", "管安晴", _R.ADMINISTRATOR, "center", "系统管理员", label="管理员"),
    StaffMember("lead", "刘睦远", _R.CENTRE_LEAD, "center", "中心主任", label="中心主任"),
    StaffMember("lead2", "苏和宁", _R.CENTRE_LEAD, "center", "中心副主任"),
    StaffMember("agent", "陈晴和", _R.AGENT, "center", "热线坐席", label="热线坐席"),
    StaffMember("agent2", "周暖语", _R.AGENT, "center", "热线坐席"),
    StaffMember("agent3", "于安邻", _R.AGENT, "center", "前台接待"),
    StaffMember("clerk", "孙里静", _R.CLERK, "center", "资料员", label="资料员"),
    StaffMember("secretary", "高祥正", _R.COMMITTEE_SECRETARY, "committee", "社区书记",
                label="社区书记"),
    StaffMember("accountant", "冯和算", _R.ACCOUNTANT, "committee", "会计", label="会计"),
    StaffMember("grid1", "何睦燕", _R.GRID_WORKER, "committee", "网格员", grid=1),
    StaffMember("grid", "吕祥勤", _R.GRID_WORKER, "committee", "网格员", label="网格员", grid=2),
    StaffMember("grid3", "贺邻娟", _R.GRID_WORKER, "committee", "网格员", grid=3),
    StaffMember("grid4", "石安强", _R.GRID_WORKER, "committee", "网格员", grid=4),
    StaffMember("housing", "郑里清", _R.HOUSING_OFFICER, "housing", "房管专员", label="房管专员"),
    StaffMember("housing2", "罗暖平", _R.HOUSING_OFFICER, "housing", "房管专员"),
    StaffMember("manager", "马和顺", _R.ORGANISATION_LEAD, "property", "项目经理",
                label="物业经理"),
    StaffMember("worker1", "李祥根", _R.WORKER, "property", "水暖工",
                ("water", "heating", "drainage"), label="维修师傅（水暖）"),
    StaffMember("worker2", "王睦峰", _R.WORKER, "property", "电工",
                ("electricity", "lift", "access"), label="维修师傅（电）"),
    StaffMember("worker3", "杜安生", _R.WORKER, "property", "水暖工", ("water", "drainage")),
    StaffMember("worker4", "彭和亮", _R.WORKER, "property", "综合维修", ("access", "facility")),
    StaffMember("worker5", "姚邻树", _R.WORKER, "property", "绿化工", ("greenery", "pests")),
    StaffMember("cleaner", "田暖香", _R.WORKER, "property", "保洁班长", ("cleaning", "rubbish")),
    StaffMember("guard", "秦里刚", _R.GUARD, "property", "保安班长", label="保安"),
    StaffMember("guard2", "雷和勇", _R.GUARD, "property", "保安"),
    StaffMember("guard3", "孟安海", _R.GUARD, "property", "保安"),
    StaffMember("police", "卫祥平", _R.ORGANISATION_LEAD, "police", "社区民警联络员"),
    StaffMember("volunteer", "沈暖云", _R.VOLUNTEER, "volunteers", "志愿者", label="志愿者"),
    StaffMember("volunteer2", "方睦晴", _R.VOLUNTEER, "volunteers", "志愿者"),
    StaffMember("volunteers", "严和芬", _R.ORGANISATION_LEAD, "volunteers", "志愿队队长"),
    StaffMember("carer", "韩安萍", _R.CARER, "care", "护理员", label="护理员"),
    StaffMember("carer2", "白邻英", _R.CARER, "care", "护理员"),
    StaffMember("care", "顾祥医", _R.ORGANISATION_LEAD, "care", "医养负责人"),
    StaffMember("owners", "戴里公", _R.ORGANISATION_LEAD, "owners", "业委会主任",
                label="业委会主任"),
    StaffMember("owners2", "秦睦川", _R.OWNERS_COMMITTEE_MEMBER, "owners", "业委会副主任"),
    StaffMember("owners3", "范暖宁", _R.OWNERS_COMMITTEE_MEMBER, "owners", "业委会委员"),
    StaffMember("neighbour", "贾和润", _R.RESIDENTS_COMMITTEE_MEMBER, "committee", "居委会委员",
                label="居委会委员"),
    StaffMember("supervisor", "毛里清", _R.SUPERVISION_MEMBER, "committee", "居务监督委员",
                label="居务监督委员"),
    StaffMember("cashier", "尹安算", _R.ACCOUNTANT, "committee", "出纳", label="出纳"),
)  # fmt: skip

# who of the cast sits in which body; the first one chairs
OWNERS_SEATS = ("owners", "owners2", "owners3")
RESIDENTS_SEATS = ("neighbour",)
SUPERVISION_SEATS = ("supervisor",)
# whoever holds a second office: the committee's head speaks for it and is one of its members
MORE_OFFICES: tuple[tuple[str, Role], ...] = (("owners", _R.OWNERS_COMMITTEE_MEMBER),)

RESIDENTS: tuple[NamedResident, ...] = (
    NamedResident(
        "zhangayi", "张阿姨", "业主（老人）", "3-2-1502", "0001", "elder_couple",
        (
            ("张睦兰", "female", date(1952, 3, 5), "head", "户主"),
            ("程祥河", "male", date(1950, 10, 12), "spouse", "夫"),
        ),
        elder_mode=True,
    ),
    NamedResident(
        "tenant", "钱里平", "承租人", "2-1-802", "0002", "couple_and_child",
        (
            ("钱里平", "male", date(1986, 6, 21), "head", "户主"),
            ("叶暖娟", "female", date(1988, 1, 9), "spouse", "妻"),
            ("钱晴诺", "female", date(2015, 9, 2), "daughter", "女儿"),
        ),
        low_income=True,
    ),
    NamedResident(
        "elder", "王爷爷", "出不了门的老人", "1-1-201", "0003", "elder_alone",
        (("王睦山", "male", date(1940, 12, 1), "head", "户主"),),
        low_income=True,
        disability=("physical", 2),
        categories=("cannot_leave_home", "elder_alone"),
        elder_mode=True,
    ),
    NamedResident(
        "captain", "许楼长", "楼长", "3-1-502", "0004", "couple",
        (
            ("许和英", "female", date(1963, 4, 18), "head", "户主"),
            ("郭安柱", "male", date(1961, 8, 30), "spouse", "夫"),
        ),
    ),
)  # fmt: skip
OUTSIDER = "outsider"


def demo_accounts() -> list[DemoAccount]:
    """One account per role with its published password, residents first."""
    rows = [(r.label, r.username, "staff" if r.username == "captain" else "resident")
            for r in RESIDENTS]  # fmt: skip
    rows += [(s.label, s.username, s.shell) for s in STAFF if s.label]
    rows.append(("外人（什么也看不到）", OUTSIDER, "public"))
    return [DemoAccount(label, username, PASSWORD, shell) for label, username, shell in rows]


def named_family(resident: NamedResident) -> Family:
    return Family(resident.kind, [Member(*row) for row in resident.members])
