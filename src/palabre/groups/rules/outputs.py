"""Final outputs: who prepares them, who says under which name, who publishes, and what is missing before (INV-23)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from palabre.communities.choices import Role
from palabre.communities.rules import NOT_YOURS, NOTHING_HERE, holds, may_act, may_act_as, standing
from palabre.groups.choices import Credit, GroupStage
from palabre.groups.models import Deliverable, Output, OutputFile, WorkingGroup
from palabre.groups.rules.circles import ACCOMPANYING, accompanies, circles, in_group, leads, may_work
from palabre.groups.rules.plans import leads_or_stands_in
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import words
from palabre.people.models import Person

NEAR = (*ACCOMPANYING, Role.TRANSLATOR)
MAKING = frozenset({GroupStage.IMPLEMENTING, GroupStage.SHARING})
TOO_EARLY = no(_("Outputs are prepared once the plan and the budget are approved."))
OUT = no(_("This output is published. Whoever leads the group, or the coordination, can still mend it."))
ALONE = no(_("You prepared this output. Somebody else of the coordination publishes it."))
GROUP = "deliverable__objective__plan__group"
IN_LANGUAGE = {"fr": pgettext_lazy("in a language", "French"), "en": pgettext_lazy("in a language", "English")}
GAPS = {
    ("title", "missing"): _("The title is missing in {language}."),
    ("title", "outdated"): _("The title is outdated in {language}."),
    ("title", "draft"): _("The title is not approved in {language} yet."),
    ("summary", "missing"): _("The summary is missing in {language}."),
    ("summary", "outdated"): _("The summary is outdated in {language}."),
    ("summary", "draft"): _("The summary is not approved in {language} yet."),
}
NO_FILE = _("The file or link is missing in {language}.")


def visible_outputs(actor: Person) -> QuerySet[Output]:
    """Published ones of the communities that the actor reads; the others for the group and whoever accompanies it."""
    known = standing(actor)
    near = Q(**{f"{GROUP}__in": circles(actor).inside})
    near |= Q(**{f"{GROUP}__community_id__in": known.communities_with(*NEAR)})
    inside = Q(**{f"{GROUP}__community_id__in": known.community_ids()})
    return Output.objects.filter(inside, near | Q(published_at__isnull=False))


def can_view_output(actor: Person, output: Output) -> Verdict:
    return YES if visible_outputs(actor).filter(pk=output.pk).exists() else no(NOTHING_HERE)


def can_prepare_output(actor: Person, deliverable: Deliverable) -> Verdict:
    """Begin the output of one deliverable: a member of the group, while it does and shares its work."""
    group = deliverable.objective.plan.group
    verdict = may_work(actor, group)
    return (YES if group.stage in MAKING else TOO_EARLY) if verdict else verdict


def can_write_output(actor: Person, output: Output) -> Verdict:
    """Title, summary, files, the kind of credit: the group; once it is out, its lead or the coordination."""
    group = group_of(output)
    if output.published_at is None:
        return can_prepare_output(actor, output.deliverable)
    if group.stage != GroupStage.CLOSED and holds(actor, group.community_id, Role.COORDINATOR):
        return YES
    verdict = leads_or_stands_in(actor, group)
    return OUT if not verdict and in_group(actor, group) and group.stage != GroupStage.CLOSED else verdict


def can_translate_output(actor: Person, output: Output) -> Verdict:
    """Write the other language, or approve what somebody else wrote: the group, translation, whoever accompanies."""
    group = group_of(output)
    if group.stage != GroupStage.CLOSED and holds(actor, group.community_id, *NEAR):
        return YES
    verdict = may_work(actor, group)
    return (YES if group.stage in MAKING else TOO_EARLY) if verdict else verdict


def can_be_named(actor: Person, output: Output) -> Verdict:
    """Say under which name one stands on it: each member of the group for herself, and only where names are shown."""
    group = group_of(output)
    verdict = may_act(actor, group.community_id)
    if not verdict:
        return verdict
    if not in_group(actor, group) and not output.contributors.filter(person=actor).exists():
        return no(_("Each member of the group answers for her own name."))
    if output.credit not in (Credit.BYLINE, Credit.ALIAS):
        return no(_("This output shows no names of persons."))
    return YES


def can_publish_output(actor: Person, output: Output) -> Verdict:
    """The coordination, who did not prepare it herself, once both languages are complete and approved."""
    group = group_of(output)
    verdict = may_act_as(actor, group.community_id, NOT_YOURS, Role.COORDINATOR)
    if not verdict:
        return verdict
    if output.published_at is not None:
        return no(_("This output is published already."))
    if group.stage not in MAKING:
        return TOO_EARLY
    if output.prepared_by_id == actor.pk:
        return ALONE
    gaps = output_gaps(output, output.files.all())
    return no(gaps[0]) if gaps else YES


def can_withdraw_output(actor: Person, output: Output) -> Verdict:
    """Take it back at any moment, also once the group is closed: whoever leads it, or the coordination."""
    group = group_of(output)
    if output.published_at is None:
        return no(_("This output is not published."))
    if not (verdict := may_act(actor, group.community_id)):
        return verdict
    if leads(actor, group) or holds(actor, group.community_id, Role.COORDINATOR):
        return YES
    return no(_("Whoever leads the group, or the coordination, takes an output back."))


def can_present(actor: Person, group: WorkingGroup) -> Verdict:
    """Note that the outcome was presented: whoever leads, or the coordination."""
    if not (verdict := may_act(actor, group.community_id)):
        return verdict
    if group.stage not in MAKING:
        return no(_("The outcome is presented once it is being made and shared."))
    if holds(actor, group.community_id, Role.COORDINATOR):
        return YES
    return leads_or_stands_in(actor, group)


def can_see_drafts(actor: Person, group: WorkingGroup) -> bool:
    """Outputs that are not published yet."""
    near = holds(actor, group.community_id, Role.TRANSLATOR) or accompanies(actor, group.community_id)
    return near or in_group(actor, group)


def output_gaps(output: Output, files: Iterable[OutputFile]) -> list[Text]:
    """What is missing before it is complete in both languages; its halves are loaded, or read now."""
    found: list[Text] = []
    there = {one.language for one in files}
    for language in LANGUAGES:
        where = IN_LANGUAGE[language]
        for field in ("title", "summary"):
            state = words(output, field, language).state if getattr(output, field) else "missing"
            state = "draft" if state == "in_review" else state
            if state != "approved":
                found.append(format_lazy(GAPS[field, state], language=where))
        if language not in there:
            found.append(format_lazy(NO_FILE, language=where))
    return found


def group_of(output: Output) -> WorkingGroup:
    return output.deliverable.objective.plan.group
