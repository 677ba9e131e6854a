from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # the gates reach down to the groups' tables: they may be read only once every room has its models
        from palabre.money import gates  # noqa: F401, PLC0415
