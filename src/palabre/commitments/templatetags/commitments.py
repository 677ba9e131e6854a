"""How a promise is said on a page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from palabre.commitments.choices import CommitmentState
from palabre.commitments.models import Commitment
from palabre.commitments.queries import owner_of
from palabre.kit.tags.states import badge
from palabre.kit.tags.words import ago

register = template.Library()


@register.simple_tag
def owner_name(commitment: Commitment) -> str:
    """The person or organisation that promised; nobody's name after an erasure."""
    return owner_of(commitment)


@register.simple_tag
def promise_state(commitment: Commitment) -> SafeString:
    """Late is said in clay, never in red: `4 days late`; otherwise how far the day is, or how it ended."""
    if commitment.state == CommitmentState.DONE:
        return badge(gettext("done"), "ok")
    if commitment.state == CommitmentState.DROPPED:
        return badge(gettext("dropped"))
    if commitment.is_late():
        return badge(ago(commitment.due), "clay", "clock")
    return format_html("{} {}", badge(commitment.get_state_display()), ago(commitment.due))
