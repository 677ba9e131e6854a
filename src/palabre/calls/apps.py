from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
