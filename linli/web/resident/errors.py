"""What the resident's pages refuse, and where to turn instead."""

from __future__ import annotations

from linli.base.errors import NotAllowed, translatable


class NotAResident(NotAllowed):
    """Signed in, but the register does not know the account as somebody who lives here."""

    code = "not_a_resident"
    message = translatable(
        "您的账号还没有和家里的门牌对上。请带证件到服务中心，或打服务热线，当场就能办好。"
    )
