"""The plan of a group: read, along its months, printed, in its versions; handed in, revised, closed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.handing_in import close_plan, hand_in, revise_plan
from palabre.groups.actions.planning import approve_plan_words
from palabre.groups.models import WorkPlan
from palabre.groups.queries.naming import naming_for
from palabre.groups.queries.plan_sketch import plan_of, sketch
from palabre.groups.queries.plans import plan_page
from palabre.groups.queries.timeline import by_month, drawing
from palabre.groups.queries.versions import compared, read_version, remarks_on, versions_of
from palabre.groups.rules.plans import can_write_plan
from palabre.groups.views.plan_common import find_group, pressed
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused


@require_safe
def plan(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/`."""
    group = find_group(request, group_id)
    page = plan_page(request.user, group)
    return render_page(request, "groups/plan.html", {"page": page, "plan": page.sketch.plan, "group": group})


@require_safe
def calendar(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/calendar/`: month after month, and the drawing that says the same."""
    group = find_group(request, group_id)
    drawn = sketch(request.user, plan_of(group))
    words = {"sketch": drawn, "plan": drawn.plan, "months": by_month(drawn), "drawing": drawing(drawn), "group": group}
    words["write"] = can_write_plan(request.user, drawn.plan)
    return render_page(request, "groups/plan_calendar.html", words)


@require_safe
def paper(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/print/`: for A4."""
    group = find_group(request, group_id)
    page = plan_page(request.user, group)
    words = {"page": page, "plan": page.sketch.plan, "group": group, "drawing": drawing(page.sketch)}
    return render_page(request, "groups/plan_print.html", words)


@require_safe
def versions(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/versions/?old=1&new=2`: two beside each other, or one read whole (`?new=2`)."""
    group = find_group(request, group_id)
    row = plan_of(group)
    names = naming_for(request.user, group)
    rows = versions_of(row, names)
    by_number = {str(one.row.number): one.row for one in rows}
    asked = {name: request.GET[name] for name in ("old", "new") if request.GET.get(name)}
    if any(number not in by_number for number in asked.values()):
        raise Http404
    new, old = by_number.get(asked.get("new", "")), by_number.get(asked.get("old", ""))
    words = {"group": group, "plan": row, "rows": rows, "new": new, "old": old}
    if new is not None and old is not None:
        words["compared"] = compared(old, new, names, page_language())
    elif new is not None:
        words["read"] = read_version(new, names, page_language())
        words["remarks"] = remarks_on(row, new.number, names)
    return render_page(request, "groups/plan_versions.html", words)


@require_POST
def submission(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/submission/`: handed in as it was read."""
    row = _plan(request, group_id)
    seen = request.POST.get("seen", "")
    said = _("The plan is handed in. MEL and coordination are told.")
    return pressed(
        request,
        lambda: hand_in(actor=request.user, plan=row, seen=int(seen) if seen.isdecimal() else None),
        said,
        _to(group_id),
    )


@require_POST
def revision(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/revision/`."""
    row = _plan(request, group_id)
    said = _("You can change the plan. The approved version stays in force until the next one is approved.")
    return pressed(request, lambda: revise_plan(actor=request.user, plan=row), said, _to(group_id))


@require_POST
def closing(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/closing/`."""
    row = _plan(request, group_id)
    return pressed(request, lambda: close_plan(actor=request.user, plan=row), _("The plan is closed."), _to(group_id))


@require_POST
def translation(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/translation/`: approve what somebody else translated."""
    row = _plan(request, group_id)
    try:
        number = approve_plan_words(actor=request.user, plan=row)
    except Refused as error:
        return refused(request, error)
    said = ngettext("%(number)s text is approved.", "%(number)s texts are approved.", number)
    say(request, said % {"number": number})
    return see(request, _to(group_id))


def _plan(request: CommunityRequest, group_id: str) -> WorkPlan:
    """A plan that somebody has begun, or 404."""
    row = plan_of(find_group(request, group_id))
    if row.pk is None:
        raise Http404
    return row


def _to(group_id: str) -> str:
    return reverse("groups:plan", args=[group_id])
