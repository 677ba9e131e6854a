from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.communities"
    label = "communities"
    default_auto_field = "django.db.models.BigAutoField"
