"""All jobs of this group, for the worker to find."""

from linli.money.arrears import clocks as arrears_clocks
from linli.money.fees import running as billing
from linli.money.ledger import tasks as ledger_tasks
from linli.money.payments import tasks as payments
from linli.money.spending import waiting

__all__ = ["arrears_clocks", "billing", "ledger_tasks", "payments", "waiting"]
