"""`{% next_step application as step %}`: what waits for an applicant, wherever her status is shown."""

from __future__ import annotations

from django import template

from palabre.calls.models import Application
from palabre.calls.queries.next_steps import NextStep, next_step_of

register = template.Library()


@register.simple_tag
def next_step(application: Application) -> NextStep | None:
    return next_step_of(application)
