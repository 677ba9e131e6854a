"""What the pages of final outputs show, and what is missing before a group is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import Credit
from palabre.groups.models import Deliverable, Output, OutputFile, WorkingGroup
from palabre.groups.queries.plan_sketch import plan_of
from palabre.groups.rules.circles import in_group
from palabre.groups.rules.outputs import (
    can_be_named,
    can_prepare_output,
    can_present,
    can_publish_output,
    can_see_drafts,
    can_translate_output,
    can_withdraw_output,
    can_write_output,
    output_gaps,
    visible_outputs,
)
from palabre.kit.verdict import Text, Verdict
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.queries import State, load_halves, other, pair, state_in, words
from palabre.people.models import Person

NUMBERED = _("Deliverable “{title}” is not published yet.")
NOT_BOTH = _("Output “{title}” is not up to date in both languages.")


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One deliverable with its output, if there is one that this reader may see."""

    deliverable: Deliverable
    output: Output | None
    pair: list[tuple[str, State]]
    prepare: Verdict


@dataclass(frozen=True, slots=True)
class OutputsPage:
    """All deliverables of a group, and whether the outcome was presented."""

    rows: list[OutputRow]
    present: Verdict
    drafts: bool


@dataclass(frozen=True, slots=True)
class OutputPage:
    """One output as one reader sees it."""

    output: Output
    files: list[tuple[str, OutputFile | None]]
    names: list[str]
    mine: str
    gaps: list[Text]
    pair: list[tuple[str, State]]
    waits: bool
    write: Verdict
    translate: Verdict
    name: Verdict
    publish: Verdict
    withdraw: Verdict
    inside: bool


def outputs_page(actor: Person, group: WorkingGroup) -> OutputsPage:
    """Four queries, whatever their number."""
    deliverables = _deliverables(group)
    seen = {one.deliverable_id: one for one in visible_outputs(actor).filter(deliverable__in=deliverables)}
    load_halves([*deliverables, *seen.values()])
    rows = []
    for one in deliverables:
        output = seen.get(one.pk)
        states = pair(output, _spoken(output)) if output else []
        rows.append(OutputRow(one, output, states, can_prepare_output(actor, one)))
    return OutputsPage(rows, can_present(actor, group), can_see_drafts(actor, group))


def output_page(actor: Person, output: Output) -> OutputPage:
    load_halves([output, output.deliverable])
    files = {one.language: one for one in output.files.select_related("file")}
    named = list(output.contributors.order_by("at", "pk"))
    halves = [words(output, field, other(output.source_language)) for field in ("title", "summary")]
    return OutputPage(
        output=output,
        files=[(language, files.get(language)) for language in LANGUAGES],
        names=names_on(output, [one.name for one in named]),
        mine=next((one.name for one in named if one.person_id == actor.pk), ""),
        gaps=output_gaps(output, files.values()),
        pair=pair(output, _spoken(output)),
        waits=any(
            one.half and one.state in (HalfState.IN_REVIEW, HalfState.DRAFT) and one.half.written_by_id != actor.pk
            for one in halves
        ),
        write=can_write_output(actor, output),
        translate=can_translate_output(actor, output),
        name=can_be_named(actor, output),
        publish=can_publish_output(actor, output),
        withdraw=can_withdraw_output(actor, output),
        inside=in_group(actor, output.deliverable.objective.plan.group),
    )


def names_on(output: Output, names: list[str]) -> list[str]:
    """Only what each person wrote for herself, and only where the group chose to show names."""
    return names if output.credit in (Credit.BYLINE, Credit.ALIAS) else []


def unfinished(group: WorkingGroup) -> Iterator[tuple[Text, Deliverable]]:
    """Each deliverable that is not out in both languages, up to date in both (INV-10, INV-23). Two queries."""
    deliverables = _deliverables(group)
    outputs = {one.deliverable_id: one for one in Output.objects.filter(deliverable__in=deliverables)}
    load_halves(outputs.values())
    for one in deliverables:
        output = outputs.get(one.pk)
        if output is None or output.published_at is None:
            yield format_lazy(NUMBERED, title=one.title), one
        elif any(state_in(output, language, _spoken(output)) != "approved" for language in LANGUAGES):
            yield format_lazy(NOT_BOTH, title=output.title), one


def _deliverables(group: WorkingGroup) -> list[Deliverable]:
    plan = plan_of(group)
    rows = Deliverable.objects.filter(objective__plan__group=group).select_related("objective").order_by("due", "pk")
    found = list(rows)
    for one in found:
        one.objective.plan = plan
    return found


def _spoken(output: Output) -> tuple[str, ...]:
    return ("title", "summary") if output.summary else ("title",)


def file_of(output: Output, language: str) -> OutputFile | None:
    return output.files.select_related("file").filter(language=language).first()
