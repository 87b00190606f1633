from __future__ import annotations

from linli.base.scopes.api import Estate
from linli.web.demo.data import ESTATE_CODE


def is_demo_loaded() -> bool:
    """Whether the demo estate is there, whole: a load that was cut short leaves nothing."""
    return Estate.objects.filter(code=ESTATE_CODE, is_demo=True).exists()
