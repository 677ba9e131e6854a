from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
