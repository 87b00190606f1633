from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of other groups."""
        from linli.matters.handling import handlers as handling_handlers  # noqa: F401
        from linli.matters.intake import handlers as intake_handlers  # noqa: F401
        from linli.matters.projects import handlers as projects_handlers  # noqa: F401
        from linli.matters.topics import handlers as topics_handlers  # noqa: F401
