from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RoomConfig(AppConfig):
    name = "palabre.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear which promises stay in a smaller circle."""
        autodiscover_modules("rules.promise_circles")
