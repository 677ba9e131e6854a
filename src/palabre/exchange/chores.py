"""What the worker goes round for the exchange room."""

from django.conf import settings
from django.utils import timezone

from palabre.exchange.actions.archives import forget_archives, make_archives
from palabre.exchange.actions.backing_up import back_up_at_night
from palabre.exchange.actions.erasing import erase_due
from palabre.exchange.actions.retaining import FROM_HOUR, retain_at_night


def pack_archives() -> None:
    """Make those that wait, forget those that are two days old."""
    make_archives()
    forget_archives()


def erase_people() -> None:
    """Whoever asked for it, when her seven days are over."""
    erase_due()


def retain() -> None:
    """Once a night, after two: what is past its time goes. A demo stays as it is told, however old its story."""
    if not settings.DEMO:
        retain_at_night()


def back_up() -> None:
    """Once a night, after the retention, so that a backup holds nothing that went; never of a demo."""
    if settings.BACKUP_DAYS and not settings.DEMO and timezone.localtime().hour > FROM_HOUR:
        back_up_at_night()
