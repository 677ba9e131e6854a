"""Of what she did for the plan of her group: the steps she takes, what she said of it, the names she gave to outputs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.groups.models import CheckInReport, Contributor, PlanComment, PlanStep, SupportRequest
from palabre.kit.reader import page_language
from palabre.languages.models import Translatable
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person


def steps_of(person: Person) -> Sheet:
    rows = list(PlanStep.objects.filter(person=person).select_related("objective__plan__group").order_by("pk"))
    load_halves([*rows, *(one.objective.plan.group for one in rows)])
    found = [
        (_said(one.objective.plan.group, "theme"), _said(one, "text"), one.starts_on, one.ends_on, one.get_state_display())
        for one in rows
    ]  # fmt: skip
    columns = {
        "group": _("Working group"), "step": _("Step"), "from": _("From"), "until": _("Until"), "state": _("State"),
    }  # fmt: skip
    return sheet("plan_steps", _("Steps that I take in a work plan"), columns, found)


def plan_words_of(person: Person) -> Sheet:
    """Remarks, requests for help and reports of check-ins that she wrote."""
    remarks = PlanComment.objects.filter(by=person).order_by("pk")
    requests = SupportRequest.objects.filter(asked_by=person).order_by("pk")
    reports = CheckInReport.objects.filter(written_by=person).select_related("check_in").order_by("pk")
    found = [
        *((str(_("Remark")), one.text, one.at) for one in remarks),
        *((str(_("Request for help")), one.text, one.asked_at) for one in requests),
        *((str(_("Check-in")), _report(one), one.check_in.held_on) for one in reports),
    ]
    columns = {"what": _("What"), "text": _("Text"), "when": _("When")}
    return sheet("plan_words", _("What I wrote about work plans"), columns, found)


def output_names_of(person: Person) -> Sheet:
    rows = list(Contributor.objects.filter(person=person).select_related("output").order_by("pk"))
    load_halves([one.output for one in rows])
    found = [(_said(one.output, "title"), one.name, one.at) for one in rows]
    columns = {"output": _("Final output"), "name": _("My name on it"), "when": _("When")}
    return sheet("output_names", _("Names that I gave to final outputs"), columns, found)


def _report(report: CheckInReport) -> str:
    said = (report.progress, report.difficulties, report.help_wanted, report.next_steps)
    return "\n\n".join(one for one in said if one)


def _said(thing: Translatable, field: str) -> str:
    return best_words(thing, field, page_language()).text
