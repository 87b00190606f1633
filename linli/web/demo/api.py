from linli.web.demo.actions import load_demo
from linli.web.demo.cast import demo_accounts
from linli.web.demo.data import FULL, SMALL, DemoAccount, DemoReport, DemoScale, Progress
from linli.web.demo.errors import DemoInTheWay
from linli.web.demo.queries import is_demo_loaded

__all__ = [
    "FULL",
    "SMALL",
    "DemoAccount",
    "DemoInTheWay",
    "DemoReport",
    "DemoScale",
    "Progress",
    "demo_accounts",
    "is_demo_loaded",
    "load_demo",
]
