"""What the worker goes round."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from palabre.decisions.actions.ending import announce_end, close_round
from palabre.decisions.actions.reviewing import remind_of_review
from palabre.decisions.queries.rounds import closing_rounds, due_reviews, due_rounds

AT_ONCE = 200
# what came in at the last second may still be on its way through the house
GRACE = timedelta(seconds=30)


def follow_rounds() -> int:
    """Announce the last day, close what has passed it, remind of what is to be looked at again."""
    past = timezone.now() - GRACE
    done = sum(announce_end(proposal=one) for one in closing_rounds()[:AT_ONCE])
    done += sum(close_round(proposal=one, now=past) for one in due_rounds(past)[:AT_ONCE])
    return done + sum(remind_of_review(record=one) for one in due_reviews()[:AT_ONCE])
