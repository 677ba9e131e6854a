from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
