"""Reason codes: why a value was not taken over, or what a clerk should look at."""

from enum import StrEnum

from linli.base.errors import translatable


class Code(StrEnum):
    """One reason. The first two groups follow the published register sample."""

    # the person is not imported
    IMPOSSIBLE_HOME = "impossible_home"
    NOTHING_TO_IDENTIFY = "nothing_to_identify"
    TWO_PERSONS_IN_ONE_CELL = "two_persons_in_one_cell"
    # the person is imported, one field or the status deserves a look
    ID_SCIENTIFIC = "id_scientific"
    ID_BAD_CHECK_DIGIT = "id_bad_check_digit"
    ID_BAD_LENGTH = "id_bad_length"
    ID_BAD_BIRTH_DATE = "id_bad_birth_date"
    ID_BIRTH_IN_FUTURE = "id_birth_in_future"
    ID_BAD_CHARACTERS = "id_bad_characters"
    ID_MASKED = "id_masked"
    ID_MISSING = "id_missing"
    ID_OTHER_DOCUMENT = "id_other_document"
    ID_OLD_15 = "id_old_15"
    ID_DUPLICATE = "id_duplicate"
    ID_TWO_IN_CELL = "id_two_in_cell"
    ID_CONFLICT = "id_conflict"
    SAME_PERSON_AGAIN = "same_person_again"
    BIRTH_MISMATCH = "birth_mismatch"
    BIRTH_UNREADABLE = "birth_unreadable"
    SEX_MISMATCH = "sex_mismatch"
    SEX_UNKNOWN = "sex_unknown"
    PHONE_BAD = "phone_bad"
    PHONE_NOTE = "phone_note"
    DECEASED = "deceased"
    MOVED_OUT = "moved_out"
    STATUS_UNCLEAR = "status_unclear"
    HOME_MISSING = "home_missing"
    HOME_INCOMPLETE = "home_incomplete"
    HOME_AMBIGUOUS = "home_ambiguous"
    HOME_SHARED = "home_shared"
    BUILDING_DIFFERS_FROM_SHEET = "building_differs_from_sheet"
    NAME_MISSING = "name_missing"
    NAME_NOTE = "name_note"
    NAME_MASKED = "name_masked"
    SECOND_HEAD = "second_head"
    RELATION_UNKNOWN = "relation_unknown"
    DISABILITY_UNKNOWN = "disability_unknown"
    LOW_INCOME_UNCLEAR = "low_income_unclear"
    CERT_UNREADABLE = "cert_unreadable"
    AREA_UNREADABLE = "area_unreadable"
    TENURE_UNKNOWN = "tenure_unknown"
    DATE_UNREADABLE = "date_unreadable"
    # found by comparing with the register
    RESEMBLES_KNOWN = "resembles_known"


REFUSING = frozenset({Code.IMPOSSIBLE_HOME, Code.NOTHING_TO_IDENTIFY, Code.TWO_PERSONS_IN_ONE_CELL})

#: Message ids (Chinese), translated where they are shown. `%(raw)s` is the text of the cell.
MESSAGES: dict[Code, str] = {
    Code.IMPOSSIBLE_HOME: translatable(
        "小区里没有这套房（%(raw)s），这一户没有导入。请核对楼号、单元和房号。"
    ),
    Code.NOTHING_TO_IDENTIFY: translatable(
        "这一行没有姓名、房号，也没有可用的身份证号，没有导入。"
    ),
    Code.TWO_PERSONS_IN_ONE_CELL: translatable(
        "一个格子里写了两个人（%(raw)s），没有导入。请每人写一行。"
    ),
    Code.ID_SCIENTIFIC: translatable(
        "身份证号被存成了数字，后几位已经丢失。请把格式设为文本后重新填写。"
    ),
    Code.ID_BAD_CHECK_DIGIT: translatable("身份证号的校验码不对，号码没有采用。请核对证件。"),
    Code.ID_BAD_LENGTH: translatable("身份证号的位数不对，号码没有采用。请核对证件。"),
    Code.ID_BAD_BIRTH_DATE: translatable("身份证号里的出生日期不存在，号码没有采用。请核对证件。"),
    Code.ID_BIRTH_IN_FUTURE: translatable("身份证号里的出生日期在将来，号码没有采用。请核对证件。"),
    Code.ID_BAD_CHARACTERS: translatable("身份证号里有不该出现的字符，号码没有采用。请核对证件。"),
    Code.ID_MASKED: translatable("身份证号被遮盖，号码没有采用。请填写完整号码。"),
    Code.ID_MISSING: translatable("没有身份证号。请补填。"),
    Code.ID_OTHER_DOCUMENT: translatable("这不是身份证号，按其他证件保存。"),
    Code.ID_OLD_15: translatable("15 位旧身份证号，已换成 18 位。请核对。"),
    Code.ID_DUPLICATE: translatable(
        "这个身份证号已属于前面的另一个姓名，本行没有采用。请核对两个人的证件。"
    ),
    Code.ID_TWO_IN_CELL: translatable("一个格子里有两个身份证号，都没有采用。"),
    Code.ID_CONFLICT: translatable("同一个人写了两个不同的身份证号，都没有采用。请核对证件。"),
    Code.SAME_PERSON_AGAIN: translatable(
        "同一个人（姓名和身份证号相同）又出现了一次，没有新建。请核对现住哪一户。"
    ),
    Code.BIRTH_MISMATCH: translatable("出生日期（%(raw)s）和身份证号不一致，以身份证号为准。"),
    Code.BIRTH_UNREADABLE: translatable("出生日期（%(raw)s）看不明白，没有采用。"),
    Code.SEX_MISMATCH: translatable("性别（%(raw)s）和身份证号不一致，以身份证号为准。"),
    Code.SEX_UNKNOWN: translatable("性别（%(raw)s）看不明白，没有采用。"),
    Code.PHONE_BAD: translatable("电话（%(raw)s）不能用，没有采用，原文已保留。"),
    Code.PHONE_NOTE: translatable("电话旁边有附注（%(raw)s），请核对是谁的电话。"),
    Code.DECEASED: translatable("备注写明已故，按已故导入。请核对。"),
    Code.MOVED_OUT: translatable("备注写明已搬走，按已搬走导入。请核对。"),
    Code.STATUS_UNCLEAR: translatable("备注（%(raw)s）说的是谁不清楚，状态没有改动。请核对。"),
    Code.HOME_MISSING: translatable("没有房号，先按无住处导入。请补填。"),
    Code.HOME_INCOMPLETE: translatable(
        "房号（%(raw)s）不完整，先按无住处导入。请补全楼号、单元和房号。"
    ),
    Code.HOME_AMBIGUOUS: translatable(
        "房号（%(raw)s）可以有两种读法，先按无住处导入。请写清一套房。"
    ),
    Code.HOME_SHARED: translatable("这套房已有另一户。请核对。"),
    Code.BUILDING_DIFFERS_FROM_SHEET: translatable("这一行的楼号和工作表不同，以这一行为准。"),
    Code.NAME_MISSING: translatable("没有姓名。请补填。"),
    Code.NAME_NOTE: translatable("姓名旁边有附注（%(raw)s），附注没有算进姓名。请核对。"),
    Code.NAME_MASKED: translatable("姓名不完整（%(raw)s）。请补全。"),
    Code.SECOND_HEAD: translatable("这一户有两个户主。请核对。"),
    Code.RELATION_UNKNOWN: translatable("不认识这种关系（%(raw)s），原文已保留。"),
    Code.DISABILITY_UNKNOWN: translatable("残疾类别或等级（%(raw)s）看不明白，原文已保留。"),
    Code.LOW_INCOME_UNCLEAR: translatable("低保一栏（%(raw)s）看不明白，原文已保留。"),
    Code.CERT_UNREADABLE: translatable("残疾证号（%(raw)s）不能用，没有采用。"),
    Code.AREA_UNREADABLE: translatable("面积（%(raw)s）看不明白，没有采用。"),
    Code.TENURE_UNKNOWN: translatable("产权（%(raw)s）看不明白，原文已保留。"),
    Code.DATE_UNREADABLE: translatable("日期（%(raw)s）看不明白，没有采用。"),
    Code.RESEMBLES_KNOWN: translatable(
        "台账里已有同名、生日或电话相同的人，仍按新的人导入。请核对是不是同一个人。"
    ),
}

#: Why a whole sheet was left out.
SKIPS: dict[str, str] = {
    "hidden": translatable("隐藏的表，没有导入。要导入请先在表格里取消隐藏。"),
    "notes": translatable("填表说明一类，没有导入。"),
    "summary": translatable("汇总表，没有导入。"),
    "void": translatable("写明作废或停用，没有导入。"),
    "empty": translatable("空表。"),
    "transposed": translatable(
        "这张表是横着写的（每人一列），没有导入。"
        "请在表格软件里复制后选“选择性粘贴 → 转置”，再上传。"
    ),
    "no_header": translatable(
        "没有找到表头，没有导入。请在数据上面写一行表头，如：房号、姓名、身份证号、电话。"
    ),
}
