from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RoomConfig(AppConfig):
    name = "palabre.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what every room says must stand before the next step of a group, and which meeting is a check-in's."""
        autodiscover_modules("standing_gates", "plan_gates", "queries.check_in_links")
