from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
