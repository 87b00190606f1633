"""What people mean in a chat: commands, places, nothing at all. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import timedelta

from linli.gateways.wechat.data import Command, Incoming, Kind, Step

WINDOW = timedelta(minutes=5)  # how far a signature's time may be from ours
MOST_TEXT = 10_000  # characters of one entry of a matter
ENDS_AFTER: dict[Step, timedelta] = {
    Step.WORDS: timedelta(minutes=30),
    Step.PLACE: timedelta(minutes=30),
    Step.WHERE: timedelta(minutes=30),
    Step.JOIN: timedelta(minutes=10),
    Step.ANSWER: timedelta(days=3),
    Step.RESULT: timedelta(days=3),
    Step.REFUSE: timedelta(minutes=30),
    Step.WITHDRAW: timedelta(minutes=10),
}
# steps that hold words which are in no matter yet
UNFILED = frozenset({Step.WORDS, Step.PLACE})

_WORDS: dict[Command, str] = {
    Command.REPORT: "说事 我要说事 报修 report",
    Command.STATUS: "进度 查进度 状态 我的事 到哪了 办得怎么样了 怎么样了 status",
    Command.SOLVED: "解决了 已解决 已经解决 都解决了 解决 办好了 修好了 满意 确认 solved fixed",
    Command.NOT_SOLVED: "没解决 还没解决 没有解决 没办好 没修好 没好 还没好 不满意 notsolved",
    Command.WITHDRAW: "撤回 不用了 取消 算了 不办了 withdraw cancel",
    Command.NEW: "新的事 另一件事 另外一件事 还有一件事 别的事 new newmatter",
    Command.BIND: "绑定 绑定手机 登录 bind",
    Command.UNBIND: "解绑 解除绑定 取消绑定 unbind",
    Command.HELP: "帮助 怎么用 功能 菜单 help",
    Command.HUMAN: "人工 转人工 电话 热线 打电话 human call",
    Command.CHINESE: "中文 chinese",
    Command.ENGLISH: "英文 english",
    Command.GREETING: "你好 您好 在吗 在不在 有人吗 hello hi",
    Command.THANKS: "谢谢 谢谢您 谢谢你 谢了 多谢 感谢 thanks thankyou",
}
_COMMANDS = {word: command for command, words in _WORDS.items() for word in words.split()}
_YES = frozenset("1 是 是的 对 对的 嗯 好 好的 就是 在家 家里 我家 yes y ok".split())
_NO = frozenset("2 不是 不对 否 不 没有 no n".split())
_STICKER = re.compile(r"\[[^\[\]\s]{1,8}\]|/:[:\-~@,|a-zA-Z&;<>()!*$?^+\d]{1,8}")
_NUMBER = re.compile(r"(?<!\d)(\d{6}-\d{3,7})(?!\d)")
_CN = "一二三四五六七八九十"
_PLATES = (
    re.compile(
        rf"第?(?:\d{{1,3}}|[{_CN}]{{1,2}})(?:号楼|栋|幢|座)"
        rf"(?:[-\s]*(?:\d{{1,2}}|[{_CN}]{{1,2}})(?:单元|门)(?:[-\s]*\d{{3,4}}(?:室|号|房)?)?)?"
    ),
    re.compile(
        rf"(?:\d{{1,3}}|[{_CN}]{{1,2}})(?:号|楼)[-\s]*(?:\d{{1,2}}|[{_CN}]{{1,2}})(?:单元|门)"
        r"(?:[-\s]*\d{3,4}(?:室|号|房)?)?"
    ),
    re.compile(r"(?<![\d-])\d{1,3}[-—–]\d{1,2}[-—–]\d{3,4}(?![\d-])"),
    re.compile(r"(?<![\d-])\d{1,3}[-—–]\d{1,2}(?![\d-])"),
)
_LONGEST_PLACE = 30  # characters: longer is a story and no place


def message_key(message: Incoming) -> str:
    """What names a message once and for all: MsgId, or for events sender and CreateTime."""
    if message.message_id:
        return f"m{message.message_id}"
    parts = (message.openid, str(message.sent_at), message.raw_type, message.event,
             message.event_key, message.media_id, message.text)  # fmt: skip
    return "e" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def plain_word(text: str) -> str:
    """A short text without signs, blanks and capitals."""
    plain = unicodedata.normalize("NFKC", text[:80]).lower()
    return "".join(c for c in plain if c.isalnum())


def read_command(text: str) -> Command | None:
    """The command that a short text is; a matter's number beside it does not disturb."""
    if len(text) > 40:
        return None
    return _COMMANDS.get(plain_word(_NUMBER.sub("", text)))


def number_in(text: str) -> str:
    """The matter's number that somebody names, "" when none."""
    found = _NUMBER.search(text[:200])
    return found[1] if found else ""


def is_yes(text: str) -> bool:
    return plain_word(text) in _YES


def is_no(text: str) -> bool:
    return plain_word(text) in _NO


def says_something(text: str) -> bool:
    """Whether letters or digits are left without stickers and emoji."""
    return any(c.isalnum() for c in _STICKER.sub("", text) if ord(c) < 0x1F000 or ord(c) >= 0x20000)


def plates_in(text: str) -> list[str]:
    """Pieces of a text that may name a building, entrance or home, the plainest first."""
    plain = unicodedata.normalize("NFKC", text[:2000])
    found: list[str] = []
    for pattern in _PLATES:
        found += [match[0] for match in pattern.finditer(plain)]
    return list(dict.fromkeys(found))[:6]


def wider_plates(plate: str) -> list[str]:
    """The plate and what lies around it: "3-2-1502" → itself, "3-2", "3号楼"."""
    parts = plate.split("-")
    if len(parts) == 1:
        return [plate]
    return ["-".join(parts[:n]) for n in range(len(parts), 1, -1)] + [f"{parts[0]}号楼"]


def is_place_like(text: str) -> bool:
    """Whether an answer to "where" can stand as the place as it is."""
    return says_something(text) and len(text.strip()) <= _LONGEST_PLACE


def pieces(text: str) -> list[str]:
    """A text in parts that fit one entry each; nothing is dropped."""
    return [text[i : i + MOST_TEXT] for i in range(0, len(text), MOST_TEXT)] or [""]


def place_of_point(message: Incoming) -> str:
    """A location message as words: the label, else the coordinates."""
    if message.text:
        return message.text[:120]
    point = f"{message.latitude}, {message.longitude}"
    return f"({point})"[:120] if message.kind is Kind.LOCATION and message.latitude else ""
