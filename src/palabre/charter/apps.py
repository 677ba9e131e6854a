from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.charter"
    label = "charter"
    default_auto_field = "django.db.models.BigAutoField"
