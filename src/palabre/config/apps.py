from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from palabre.config import checks  # noqa: F401, PLC0415 (registers them; needs the settings)
