"""What an instance can be."""

from django.db.models import TextChoices


class InstanceKind(TextChoices):
    """Chosen at the first start, for good: a demo never becomes real, a real one never holds demo accounts."""

    DEMO = "demo"
    EMPTY = "empty"
