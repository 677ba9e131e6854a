from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "palabre.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import register_converter  # noqa: PLC0415 (URL machinery needs the settings)

        from palabre.kit.ids import RandomIdConverter  # noqa: PLC0415

        register_converter(RandomIdConverter, "rid")
