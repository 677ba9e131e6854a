from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
