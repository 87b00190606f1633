from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "linli.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of other groups, and say who may see our papers."""
        from linli.money.ledger import handlers as ledger  # noqa: F401
        from linli.money.payments import handlers as payments  # noqa: F401
        from linli.money.spending import handlers as spending  # noqa: F401
