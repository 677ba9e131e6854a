from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
