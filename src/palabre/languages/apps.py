from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.languages"
    label = "languages"
    default_auto_field = "django.db.models.BigAutoField"
