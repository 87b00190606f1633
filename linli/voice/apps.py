from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "linli.voice"
    label = "voice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of other groups."""
