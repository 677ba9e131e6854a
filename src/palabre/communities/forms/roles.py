"""Giving a role, and renewing it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.kit.forms import DayField, PalabreForm

UNTIL_HELP = _(
    "Empty: a year for follow-up, treasury and hearing concerns; for the other roles, until somebody ends them."
)


class UntilForm(PalabreForm):
    """The last day of a role."""

    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: a year more."))

    def ends_at(self, community: Community) -> datetime | None:
        """The midnight after the last day, on the clock of the community."""
        day = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(community.zone)) if day else None
