from __future__ import annotations

from linli.base.errors import DomainError, translatable


class DemoInTheWay(DomainError):
    """The demo estate is there already, or something else bears its names."""

    code = "demo_in_the_way"
    message = translatable("演示小区已经在了。要重新生成，请换一个数据目录（LINLI_VAR）再运行。")
    status = 409
