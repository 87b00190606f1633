from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "linli.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.web import checks  # noqa: F401  (registers them)
        from linli.web.accounts import trail  # noqa: F401  (its receivers)
