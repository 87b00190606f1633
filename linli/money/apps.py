from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "linli.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of other groups."""
        from linli.money.spending import handlers  # noqa: F401
