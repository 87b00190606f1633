"""What Linli says in the chat. Short sentences: many readers are old, and read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.base.scopes.api import Estate
from linli.gateways.wechat.addresses import bind_link, matter_link
from linli.gateways.wechat.models import WechatAccount, WechatContact
from linli.matters.handling.api import Matter
from linli.matters.intake.data import Emergency, EmergencyService


def link(words: str, href: str) -> str:
    return f'<a href="{href}">{words}</a>'


def quote(text: str, limit: int = 20) -> str:
    """Somebody's words inside ours: short, on one line, and no mark-up."""
    plain = " ".join(text.split()).replace("<", "＜").replace(">", "＞")
    return plain if len(plain) <= limit else plain[:limit] + "…"


def hotline(estate: Estate) -> str:
    if not estate.hotline:
        return ""
    return _("急事请打服务热线 %(number)s。") % {"number": estate.hotline}


def together(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def welcome(account: WechatAccount, contact: WechatContact) -> str:
    return together(
        _("您好，这里是%(estate)s服务中心。有事直接说：什么事、在哪里。可以打字、说话、拍照。")
        % {"estate": account.estate.name},
        invitation(account, contact),
        hotline(account.estate),
    )


def invitation(account: WechatAccount, contact: WechatContact) -> str:
    """The way to the binding, for those who have not yet done it."""
    if contact.account_id or not account.has_sign_in:
        return ""
    return link(_("点这里绑定手机号，只要一次，以后办好了直接告诉您。"), bind_link(account))


def how_to(account: WechatAccount) -> str:
    return together(
        _("直接说事就行：什么事、在哪里，可以拍照。"),
        _("回“进度”看办到哪了，回“解决了”或“没解决”，回“撤回”就不办了。"),
        hotline(account.estate),
    )


def please_tell() -> str:
    return _("您请说：什么事、在哪里。可以打字、说话、拍照。")


def courtesy() -> str:
    return _("不客气。有事随时说。")


def nothing_said(account: WechatAccount) -> str:
    return together(_("看到了。有事请用一句话说：什么事、在哪里。"), hotline(account.estate))


def say_more() -> str:
    return _("请再多说几个字：什么事、在哪里？")


def ask_words_after_picture() -> str:
    return _("照片收到了。请说一句：什么事、在哪里？")


def ask_words_after_place(place: str) -> str:
    return _("位置收到了：%(place)s。请说一句：那里怎么了？") % {"place": quote(place)}


def ask_words_after_video() -> str:
    return _("视频收到了。请说一句：什么事、在哪里？")


def ask_which_place() -> str:
    """After a point on the map that names no place of ours."""
    return _("地图上的点记下了，还差一句：在哪栋楼、哪个单元，或者旁边是什么？")


def ask_place(home: str = "") -> str:
    if home:
        return _(
            "听明白了。是在您家（%(home)s）吗？是就回 1；不是，请写在哪里，比如 3号楼2单元。"
        ) % {"home": home}
    return _("听明白了。请问在哪里？比如 3号楼2单元，或者 东门。也可以发位置。")


def ask_place_again() -> str:
    return _("记下了。就差在哪里了：几号楼几单元？不方便说就回 2。")


def opened(account: WechatAccount, contact: WechatContact, matter: Matter, where: str) -> str:
    """The number, where, and the link."""
    at = _("地点：%(place)s。") % {"place": quote(where)} if where else ""
    return together(
        _("收到了，号码 %(number)s。") % {"number": matter.number} + at,
        link(_("看办到哪了"), matter_link(account, contact, matter)),
        _("还要补充，接着说或发照片就行。"),
        invitation(account, contact),
    )


def opened_without_words(account: WechatAccount, contact: WechatContact, matter: Matter) -> str:
    return together(
        _("语音收到了，号码 %(number)s，马上有人听。") % {"number": matter.number},
        _("写一句在哪里，会更快。"),
        link(_("看办到哪了"), matter_link(account, contact, matter)),
        invitation(account, contact),
    )


def not_readable(account: WechatAccount, contact: WechatContact, matter: Matter) -> str:
    return together(
        _("这种消息我们打不开，已记为 %(number)s，有人会联系您。") % {"number": matter.number},
        _("用文字或照片再说一遍，会更快。"),
        link(_("看办到哪了"), matter_link(account, contact, matter)),
        invitation(account, contact),
    )


def danger(estate: Estate, found: Emergency) -> str:
    """Whom to ring and what to do, before anything else (REQ-02)."""
    return together(_DANGER[found.to](), hotline(estate))


_DANGER: dict[EmergencyService, Callable[[], str]] = {
    EmergencyService.FIRE: lambda: _(
        "着火了？马上打 119，人先出来！别坐电梯，弯腰走楼梯。出不去就用湿毛巾堵门缝，到窗口喊人。"
    ),
    EmergencyService.GAS: lambda: _(
        "闻到燃气味？别碰开关，别打火，开窗，人先出来！到楼外打 119 和燃气抢修。"
    ),
    EmergencyService.AMBULANCE: lambda: _(
        "人不舒服、摔了？马上打 120！别搬动，留一个人在身边，再去一个人到楼下接车。"
    ),
    EmergencyService.LIFT: lambda: _(
        "困在电梯里？按警铃，打轿厢里的电话或 119。别扒门，靠里站稳，里面透气，是安全的。"
    ),
    EmergencyService.POLICE: lambda: _("有危险？马上打 110！先保证自己安全，锁好门，别上前。"),
}


def danger_filed(account: WechatAccount, contact: WechatContact, matter: Matter) -> str:
    return together(
        _("值班的人也看到了，号码 %(number)s。") % {"number": matter.number},
        "" if matter.place_id else _("在哪里？请快写几号楼几单元。"),
        link(_("看办到哪了"), matter_link(account, contact, matter)),
    )


def joined(matter: Matter) -> str:
    return together(
        _("补充到 %(number)s 了。") % {"number": matter.number},
        _("要说另一件，先回“新的事”。"),
    )


def picture_joined(matter: Matter) -> str:
    return _("照片收到了，放进 %(number)s。") % {"number": matter.number}


def video_joined(matter: Matter) -> str:
    return _("视频收到了，收好后放进 %(number)s，工作人员能看。") % {"number": matter.number}


def answer_taken(matter: Matter) -> str:
    return _("您的回话收到了（%(number)s），我们接着办。") % {"number": matter.number}


def place_taken(matter: Matter, place: str) -> str:
    return _("知道了，在 %(place)s。已告诉办的人（%(number)s）。") % {
        "place": quote(place),
        "number": matter.number,
    }


def confirmed(matter: Matter) -> str:
    return _("谢谢您，%(number)s 办结了。还有问题，随时说。") % {"number": matter.number}


def ask_what_is_wrong(matter: Matter) -> str:
    return _("%(number)s 哪里还没好？请说一句，马上让人接着办。") % {"number": matter.number}


def refused(matter: Matter) -> str:
    return _("知道了，%(number)s 已让师傅接着办。") % {"number": matter.number}


def told_instead(account: WechatAccount, contact: WechatContact, matter: Matter) -> str:
    """A stranger's word about the result: passed on, since nobody knows who speaks."""
    return together(
        _("您的话已转给服务中心（%(number)s），会有人跟您核实。") % {"number": matter.number},
        invitation(account, contact),
    )


def nothing_done() -> str:
    return _("现在没有等您确认的事。回“进度”看办到哪了。")


def ask_withdrawal(matter: Matter) -> str:
    return _("要撤回 %(number)s“%(title)s”吗？是就回 1。") % {
        "number": matter.number,
        "title": quote(matter.title),
    }


def withdrawn(matter: Matter) -> str:
    return _("知道了，%(number)s 撤回了，已告诉办的人。") % {"number": matter.number}


def not_withdrawn(matter: Matter) -> str:
    return _("好，%(number)s 接着办。") % {"number": matter.number}


def dropped() -> str:
    return _("好，没有登记。有事随时说。")


def nothing_to_withdraw() -> str:
    return _("您现在没有在办的事。")


def standings(account: WechatAccount, contact: WechatContact, matters: Iterable[Matter]) -> str:
    lines = [
        f"{m.number} {quote(m.title, 12)}：{standing(m)} "
        + link(_("看详情"), matter_link(account, contact, m))
        for m in matters
    ]
    if not lines:
        return together(_("您现在没有在办的事。有事直接说。"), invitation(account, contact))
    return together(*lines)


def standing(matter: Matter) -> str:
    """Where a matter stands, in few words."""
    if matter.is_waiting_for_reporter and matter.state in ("received", "accepted"):
        return _("等您回话")
    return {
        "received": _("收到了，正在找人接办"),
        "accepted": _("正在办"),
        "done": _("说办好了，请您看看"),
        "closed": _("办结了"),
        "declined": _("社区办不了"),
        "merged": _("和别家的一起办"),
        "withdrawn": _("您撤回了"),
    }.get(matter.state, "")


def call_us(estate: Estate) -> str:
    if not estate.hotline:
        return _("请到服务中心窗口，或者在这里说，有人会回您。")
    return _("服务热线 %(number)s，有人接。不方便打，在这里说也行。") % {"number": estate.hotline}


def bind_here(account: WechatAccount, contact: WechatContact) -> str:
    if contact.account_id:
        return _("您的手机号已经绑好了。要解除，回“解绑”。")
    if not account.has_sign_in:
        return _("这个公众号还不能绑定。请打服务热线，我们帮您登记。")
    return link(_("点这里，用手机验证码绑定。家里人也可以用老人的手机号绑。"), bind_link(account))


def unbound() -> str:
    return _("已解除绑定。您的事还在，用手机号登录能看到。")


def not_bound() -> str:
    return _("这个微信没有绑定账号。")


def language_set() -> str:
    return _("好的，以后用中文。")


def new_matter() -> str:
    return _("好，请说另一件：什么事、在哪里？")


def part_of_text(n: int) -> str:
    return _say_to_staff(lambda: _("（接上文，第 %(n)s 段）")) % {"n": n}


def stranger() -> str:
    """The name of somebody whom we do not know yet."""
    return _say_to_staff(lambda: _("微信居民"))


def greeting(account: WechatAccount, contact: WechatContact) -> str:
    return together(_("您好，我们在。请直接说：什么事、在哪里。"), invitation(account, contact))


def opened_for_link(account: WechatAccount, contact: WechatContact, matter: Matter) -> str:
    return together(
        _("链接收到了，号码 %(number)s。想说什么，再写一句。") % {"number": matter.number},
        link(_("看办到哪了"), matter_link(account, contact, matter)),
        invitation(account, contact),
    )


# what stands in the matter: in the language of those who handle it, whoever writes


def sound_words() -> str:
    return _say_to_staff(lambda: _("（微信语音，没有转成文字。请打开原声听。）"))


def unknown_words(raw_type: str) -> str:
    words = _say_to_staff(lambda: _("（微信发来打不开的消息，类型：%(type)s。请联系问一下。）"))
    return words % {"type": quote(raw_type)}


def link_words(text: str) -> str:
    return _say_to_staff(lambda: _("（微信发来一个链接）")) + "\n" + text


def withdrawal() -> str:
    return _say_to_staff(lambda: _("我撤回这件事，不用办了。"))


def solved_words() -> str:
    return _say_to_staff(lambda: _("解决了。"))


def not_solved_words(text: str) -> str:
    return _say_to_staff(lambda: _("还没解决。")) + text


def _say_to_staff(words: Callable[[], str]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return words()


def not_taken(account: WechatAccount) -> str:
    """Even a plain matter could not be opened: a person must help."""
    return together(_("对不起，这条没有收好。请再发一遍。"), hotline(account.estate))


def filed_without_place(matter: Matter) -> str:
    return _("没等到地点，先登记了，号码 %(number)s。在哪里，随时可以补一句。") % {
        "number": matter.number
    }


def told_by_staff(kind: str, matter: Matter, words: str) -> str:
    """What a template message or a text says when something happened to a matter."""
    said = quote(words, 200)
    match kind:
        case "asked":
            return _("%(number)s 问您：%(words)s 直接回这里就行。") % {
                "number": matter.number, "words": said,
            }  # fmt: skip
        case "done":
            return _("%(number)s 说办好了：%(words)s 解决了吗？回 1 解决了，回 2 没解决。") % {
                "number": matter.number, "words": said,
            }  # fmt: skip
        case "closed":
            return _("%(number)s 办结了。还有问题，回一句就重新办。") % {"number": matter.number}
        case "declined":
            return _("%(number)s 社区办不了：%(words)s") % {
                "number": matter.number, "words": said,
            }  # fmt: skip
    return _("%(number)s：%(words)s") % {"number": matter.number, "words": said}


def too_many(account: WechatAccount, contact: WechatContact) -> str:
    return together(
        _("这一小时说的事太多了，这条没有登记。绑定手机号就没有限制；急事请打热线。"),
        invitation(account, contact),
        hotline(account.estate),
    )
