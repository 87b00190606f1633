"""All jobs of this group, for the worker to find."""

from linli.money.arrears import (
    clocks as arrears_clocks,
)
from linli.money.disclosure import (
    bundles,
)
from linli.money.disclosure import (
    exports as account_exports,
)
from linli.money.disclosure import (
    tasks as disclosure_tasks,
)
from linli.money.fees import (
    running as billing,
)
from linli.money.ledger import (
    tasks as ledger_tasks,
)
from linli.money.payments import (
    tasks as payments,
)
from linli.money.spending import (
    waiting,
)

__all__ = [
    "account_exports",
    "arrears_clocks",
    "billing",
    "bundles",
    "disclosure_tasks",
    "ledger_tasks",
    "payments",
    "waiting",
]
