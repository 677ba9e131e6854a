from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RoomConfig(AppConfig):
    name = "palabre.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what every room declares in its `notices.py`."""
        autodiscover_modules("notices")
