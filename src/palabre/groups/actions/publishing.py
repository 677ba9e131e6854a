"""An output goes out to the community, and is taken back; the outcome is presented."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import tell_output
from palabre.groups.actions.telling import locked_group, tell
from palabre.groups.choices import DeliverableState
from palabre.groups.models import Deliverable, Output, WorkingGroup
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.outputs import can_present, can_publish_output, can_withdraw_output, group_of
from palabre.kit.text import checked
from palabre.kit.verdict import Refused, no, require
from palabre.languages.queries import load_halves
from palabre.people.models import Person

LONGEST = 1500
OUT = ["published_at", "published_by", "withdrawn_at", "withdrawn_by", "withdrawn_because"]


def publish_output(*, actor: Person, output: Output, safe: bool) -> Output:
    """Readable by the community, in both languages; `safe`: somebody looked whom it could harm. Raises Refused."""
    with transaction.atomic():
        output = _locked(output)
        load_halves([output])
        require(can_publish_output(fresh_circles(fresh(actor)), output))
        if not safe:
            raise Refused(no(_("Look first whether it could put somebody in danger.")), "safe")
        output.published_at, output.published_by = timezone.now(), actor
        output.withdrawn_at, output.withdrawn_by, output.withdrawn_because = None, None, ""
        output.save(update_fields=OUT)
        Deliverable.objects.filter(pk=output.deliverable_id).update(state=DeliverableState.PUBLISHED)
        where = group_of(output).community_id
        tell_output("groups.output_published", actor, output, where, credit=output.credit)
    return output


def withdraw_output(*, actor: Person, output: Output, because: str) -> Output:
    """Nobody outside the group and whoever accompanies it reads it any more, from this moment on. Raises Refused."""
    with transaction.atomic():
        output = _locked(output)
        require(can_withdraw_output(fresh_circles(fresh(actor)), output))
        output.withdrawn_because = checked(because, "because", LONGEST, str(_("Say in a few words why.")))
        output.withdrawn_at, output.withdrawn_by = timezone.now(), actor
        output.published_at = output.published_by = None
        output.save(update_fields=OUT)
        Deliverable.objects.filter(pk=output.deliverable_id).update(state=DeliverableState.IN_WORK)
        tell_output("groups.output_withdrawn", actor, output, group_of(output).community_id)
    return output


def _locked(output: Output) -> Output:
    rows = Output.objects.select_for_update(of=("self",))
    return rows.select_related("deliverable__objective__plan__group__community").get(pk=output.pk)


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
