from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "linli.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of other groups; say who may see our papers, and their names."""
        from linli.money.banking import naming as bank_lines  # noqa: F401
        from linli.money.fees import announcing as audience  # noqa: F401
        from linli.money.fees import naming as bills  # noqa: F401
        from linli.money.ledger import handlers as ledger  # noqa: F401
        from linli.money.ledger import papers as entries  # noqa: F401
        from linli.money.payments import handlers as payments  # noqa: F401
        from linli.money.payments import naming as receipts  # noqa: F401
        from linli.money.spending import handlers as spending  # noqa: F401
        from linli.money.spending import naming as requests  # noqa: F401
