from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
