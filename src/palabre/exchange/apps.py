from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
