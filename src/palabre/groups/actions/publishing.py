"""An output goes out to the community; the outcome is presented."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import tell_output
from palabre.groups.actions.telling import checked, locked_group, tell
from palabre.groups.choices import DeliverableState
from palabre.groups.models import Deliverable, Output, WorkingGroup
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.outputs import can_present, can_publish_output, group_of
from palabre.kit.verdict import Refused, no, require
from palabre.languages.queries import load_halves
from palabre.people.models import Person

LONGEST = 1500


def publish_output(*, actor: Person, output: Output, safe: bool) -> Output:
    """Readable by the community, in both languages; `safe`: somebody looked whom it could harm. Raises Refused."""
    with transaction.atomic():
        rows = Output.objects.select_for_update(of=("self",))
        output = rows.select_related("deliverable__objective__plan__group__community").get(pk=output.pk)
        load_halves([output])
        require(can_publish_output(fresh_circles(fresh(actor)), output))
        if not safe:
            raise Refused(no(_("Look first whether it could put somebody in danger.")), "safe")
        output.published_at, output.published_by = timezone.now(), actor
        output.save(update_fields=["published_at", "published_by"])
        Deliverable.objects.filter(pk=output.deliverable_id).update(state=DeliverableState.PUBLISHED)
        where = group_of(output).community_id
        tell_output("groups.output_published", actor, output, where, credit=output.credit)
    return output


def present_outcome(*, actor: Person, group: WorkingGroup, day: date | None, words: str) -> WorkingGroup:
    """On which day the outcome was presented, and to whom. Said again, it is corrected. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_present(fresh_circles(fresh(actor)), group))
        if day is None:
            raise Refused(no(_("Write a date, for example 26 November 2026.")), "day")
        if day > timezone.localdate():
            raise Refused(no(_("This day is still to come. Write the day on which it was presented.")), "day")
        group.presented_note = checked(words, "words", LONGEST, str(_("Say in a line where, and to whom.")))
        group.presented_on = day
        group.save(update_fields=["presented_on", "presented_note"])
        tell("groups.outcome_presented", actor, group, day=day)
    return group
