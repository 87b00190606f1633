"""Header words of clerks, and the field that each names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .data import HEAD, MEMBER, Cell, Field
from .texts import BRACKETED, squeeze

MAX_HEADER = 24

#: Tried in order, the first that is found wins: narrow before wide.
PATTERNS: tuple[tuple[Field, str], ...] = (
    (
        Field.IGNORE,
        r"紧急|监护人|代办|联系人|填表|登记人|登记时间|登记日期|录入|户籍|户口|籍贯|工作单位|就业|职业|学历|文化"
        r"|婚姻|政治面貌|车牌|照片|签字|签名|核实|网格员|楼长|银行|账号|收入|健康|疾病|慢性|身高|宗教|服务处所|低保证|房产证|房本"
        r"|合同(编)?号|租赁合同号|微信|QQ|邮箱",
    ),
    (Field.DISABILITY_CERT, r"残.*证"),
    (Field.DISABILITY, r"残.*(类|种).*(级|等)|残.*(级|等).*(类|种)"),
    (Field.DISABILITY_GRADE, r"残.*(等级|级别|级)|^(等级|级别)$"),
    (Field.DISABILITY, r"残疾|残障|^残"),
    (Field.LOW_INCOME, r"低保|最低生活|低收入"),
    (Field.ID_NUMBER, r"身份证|公民身份|身份号|证件号|证件编号|^证件$|证号|^身份$|IDCARD|IDNO"),
    (Field.RELATION, r"关系|称谓|家庭角色|与户主|与承租人|与业主|与本人"),
    (Field.SECOND_PHONE, r"(备用|第二|其他|其它|另一|家属).*(电话|手机|联系)|(电话|手机)(2|二)$"),
    (Field.PHONE, r"电话|手机|联系方式|联系号码|移动号码|^号码$|^联系$|^TEL|PHONE|座机"),
    (Field.BIRTH, r"出生|生日|诞生"),
    (Field.AGE, r"年龄|周岁|岁数|^岁$"),
    (Field.SEX, r"性别|^男女$"),
    (Field.ETHNICITY, r"民族|^族别$"),
    (
        Field.HOUSEHOLD_SIZE,
        r"人口数|家庭人口|户人口|人口$|^人数$|家庭人数|几口|户均|现住人数|居住人数|登记人数|成员数",
    ),
    (
        Field.LEASE_START,
        r"(租|合同|租期|租约).*(起|始)|^(起租|入住)(日期|时间|年月)?$|入住(日期|时间)",
    ),
    (Field.LEASE_END, r"(租|合同|租期|租约).*(止|到期|结束|终|满)|到期(日期|时间|日)?$"),
    (Field.AREA, r"面积|平米|㎡|M2|平方"),
    (Field.RESETTLED, r"拆迁|安置|回迁"),
    (Field.TENURE, r"产权|权属|(房屋|住房|房源|住宅).*(性质|类型|类别|来源)|^性质$|租售"),
    (Field.STATUS, r"状态|(居住|入住|在住|人户).*(情况|与否)?$|是否(居住|在住|入住|空置)|人户"),
    (
        Field.CATEGORY,
        r"(人员|人群|身份|居民|户).*(类别|类型|性质|属性)|特殊|重点人|^类别$|^类型$|^标签$|困难类",
    ),
    (
        Field.NAME,
        r"姓名|名字|^名$|^(户主|业主|承租人|产权人|房主|住户|居民|成员|租户|家庭成员|人员)$|NAME",
    ),
    (Field.HOME, r"(单元|楼|栋|幢).*(房号|室|门牌|户号|房间)|^(楼|栋|幢|座)[-/、]?(单元|门)"),
    (
        Field.BUILDING,
        r"^(所在|所属)?(楼栋|栋|幢|楼|座|楼宇|楼房|号楼)(号|名|名称|号码|数|次)?$|^(几|所在)?号楼$|^栋座$",
    ),
    (Field.ENTRANCE, r"单元|^(楼门|门洞|门栋|楼道|梯号|单位号)(号)?$"),
    (Field.FLOOR, r"^(所在)?(楼层|层|层数|层次)(号)?$"),
    (
        Field.HOME,
        r"房号|房间|门牌|住址|地址|坐落|^(室|户|房|门)(号)?$|住房号|房屋(编号|号|编码|位置)?$|住所|住处|户室|门户|室号"
        r"|^房屋$|^住房$|现住|居住地|住宅",
    ),
    (Field.SEQUENCE, r"序号|序列|^(序|编号|户序|户编号|档案号|NO\.?|#|№|行号|号)$|^户号序$"),
    (Field.REMARK, r"备注|说明|附注|其它|其他|情况|^注$|备考|记事|标注"),
)
COMPILED = tuple((field, re.compile(pattern)) for field, pattern in PATTERNS)
MEMBER_GROUP = re.compile(r"成员|同住|共同居住|家属|家庭人员|人员信息|人员情况|常住人|居住人")
HEAD_GROUP = re.compile(r"户主|业主|承租人|产权人|房主|主承租")
GROUP_ONLY = re.compile(
    r"(房屋|房产|住房|户主|业主|承租人|产权人|家庭成员|成员|同住人|共同居住人|人员|家属|基本|居住|家庭|其他|其它|特殊|残疾|租赁|产权|救助)"
    r"(基本)?(信息|情况|资料|部分|栏)?(含户主)?"
)
RELATED = re.compile(r"与.{1,4}关系|关系")


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """The field that a header names, and the block that it points to, if any."""

    field: Field | None
    block: str | None


def header_text(value: Cell) -> str:
    """A header cell without spaces, brackets and marks: `与户主\\n关系（必填）*` → `与户主关系`."""
    return _header_text(value) if isinstance(value, str) and len(value) <= 60 else ""


@lru_cache(maxsize=65536)
def _header_text(value: str) -> str:
    text = squeeze(value).upper()
    bare = BRACKETED.sub("", text) or text.strip("()[]【】")
    return bare.strip("*:：.。、#＊☆★ ") or text


@lru_cache(maxsize=8192)
def read_header(text: str) -> HeaderWord:
    """Look up one header text (from `header_text`)."""
    if not text or len(text) > MAX_HEADER or re.search(r"[0-9]{4,}|[:：].", text):
        return HeaderWord(None, None)
    field = next((field for field, pattern in COMPILED if pattern.search(text)), None)
    return HeaderWord(field, find_block(text))


def find_block(text: str) -> str | None:
    """`户主信息` → head, `家庭成员（含户主）` → member; 与户主关系 is neither."""
    if RELATED.search(text):
        return None
    if MEMBER_GROUP.search(text):
        return MEMBER
    return HEAD if HEAD_GROUP.search(text) else None


def is_group(text: str) -> bool:
    """A word that heads several columns: 户主信息, 家庭成员, 房屋情况."""
    return bool(text) and bool(GROUP_ONLY.fullmatch(re.sub(r"[(（].*", "", text)))
