from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
