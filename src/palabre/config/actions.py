"""The few things the house writes about itself."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from palabre.config.choices import InstanceKind
from palabre.config.models import Heartbeat, Instance


def open_instance(*, kind: InstanceKind) -> Instance:
    """What kind of instance this is, said once; a second call returns the first answer."""
    opened, _ = Instance.objects.get_or_create(pk=1, defaults={"kind": kind})
    return opened


def tell_once() -> bool:
    """Tells the demo story into a demo instance that has not heard it; whole or not at all. True if it was told now."""
    from palabre.demo.actions import tell_story  # noqa: PLC0415 (only a demo instance loads the demo)

    with transaction.atomic():
        here = Instance.objects.select_for_update().get(pk=1)
        if here.kind != InstanceKind.DEMO or here.told_at:
            return False
        tell_story()
        here.told_at = timezone.now()
        here.save(update_fields=["told_at"])
    return True


def beat(*, worker: str) -> None:
    """The worker is alive; workers silent for a day are forgotten."""
    now = timezone.now()
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": now})
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
