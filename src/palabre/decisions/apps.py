from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
