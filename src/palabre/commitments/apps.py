from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
