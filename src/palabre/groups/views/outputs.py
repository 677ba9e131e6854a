"""Final outputs of a group: their words and files in both languages, and under which names."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.choices import RiskProfile
from palabre.communities.requests import CommunityRequest
from palabre.files.views import serve
from palabre.groups.actions import outputs as making
from palabre.groups.forms.outputs import (
    CreditForm,
    NameForm,
    OutputFileForm,
    OutputForm,
)
from palabre.groups.models import Output
from palabre.groups.queries.outputs import file_of, output_page, outputs_page
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.outputs import (
    can_be_named,
    can_prepare_output,
    can_translate_output,
    can_write_output,
    visible_outputs,
)
from palabre.groups.views.objectives import find_deliverable
from palabre.groups.views.plan_common import find_group, form_page, pressed
from palabre.kit.pages import render_page, see
from palabre.kit.reader import page_language

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def outputs(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/outputs/`: one for each deliverable; and whether the outcome was presented."""
    group = find_group(request, group_id)
    return render_page(request, "groups/output_list.html", {"page": outputs_page(request.user, group), "group": group})


@require_safe
def output(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`/g/<x>/outputs/<d>/`; a deliverable without an output leads to its writing."""
    promised = find_deliverable(request, group_id, deliverable_id)
    row = visible_outputs(request.user).filter(deliverable=promised).first()
    if row is None:
        if not can_prepare_output(request.user, promised):
            raise Http404
        return see(request, reverse("groups:output_writing", args=[group_id, deliverable_id]))
    row.deliverable = promised
    words = {"page": output_page(request.user, row), "output": row, "group": promised.objective.plan.group}
    return render_page(request, "groups/output.html", words)


@require_http_methods(METHODS)
def output_writing(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/writing/`: title and summary."""
    promised = find_deliverable(request, group_id, deliverable_id)
    row = visible_outputs(request.user).filter(deliverable=promised).first()
    seal = seal_of(row) if row else ""
    form = OutputForm(request.POST or None, thing=row, initial={"seen": seal})

    def act() -> None:
        if row is None:
            making.begin_output(actor=request.user, deliverable=promised, language=page_language(), **form.said())
        else:
            making.write_output(actor=request.user, output=row, seen=form.cleaned_data["seen"] or None, **form.said())

    verdict = can_translate_output(request.user, row) if row else can_prepare_output(request.user, promised)
    words = {"group": promised.objective.plan.group, "deliverable": promised, "row": row, "seal": seal}
    to = reverse("groups:output", args=[group_id, deliverable_id])
    return form_page(request, "output_writing", form, verdict, act, done=_("The texts are saved."), to=to, **words)


@require_POST
def output_approval(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/approval/`: of what somebody else translated."""
    row = find_output(request, group_id, deliverable_id)
    to = reverse("groups:output", args=[group_id, deliverable_id])
    said = _("The translation is approved.")
    return pressed(request, lambda: making.approve_output_words(actor=request.user, output=row), said, to)


@require_http_methods(METHODS)
def output_files(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/files/`: one for each language."""
    row = find_output(request, group_id, deliverable_id)
    form = OutputFileForm(request.POST or None, request.FILES or None, initial={"language": request.GET.get("in", "")})
    verdict, words = can_write_output(request.user, row), page_of(row, _("The output in one language"), _("Keep it"))

    def act() -> None:
        making.keep_output_file(actor=request.user, output=row, **form.said())

    return form_page(request, "output_form", form, verdict, act, done=_("It is kept."), **words)


@require_safe
def output_file(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponseBase:
    """`…/file/?in=fr`: the file itself, as an attachment."""
    row = find_output(request, group_id, deliverable_id)
    found = file_of(row, request.GET.get("in", ""))
    if found is None or found.file is None:
        raise Http404
    # the name it was uploaded under may tell who wrote it
    return serve(found.file, name=row.public_id)


@require_http_methods(METHODS)
def output_credit(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/credit/`: names, pen names, the name of the group, none."""
    row = find_output(request, group_id, deliverable_id)
    form = CreditForm(request.POST or None, initial={"credit": row.credit})
    verdict, words = can_write_output(request.user, row), page_of(row, _("Under which name"), _("Keep it"))

    def act() -> None:
        making.choose_credit(actor=request.user, output=row, **form.cleaned_data)

    return form_page(request, "output_form", form, verdict, act, done=_("It is kept."), **words)


@require_http_methods(METHODS)
def output_name(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/name/`: one's own."""
    row = find_output(request, group_id, deliverable_id)
    form = NameForm(request.POST or None, initial={"name": output_page(request.user, row).mine})
    verdict, words = can_be_named(request.user, row), page_of(row, _("My name"), _("Keep it"))

    def act() -> None:
        making.be_named(actor=request.user, output=row, **form.cleaned_data)

    return form_page(request, "output_form", form, verdict, act, done=_("It is kept."), **words)


def page_of(row: Output, heading: str, button: str) -> dict[str, Any]:
    """What the page of a form about an output shows."""
    group = row.deliverable.objective.plan.group
    to = reverse("groups:output", args=[group.public_id, row.deliverable.public_id])
    high = group.community.risk == RiskProfile.HIGH
    return {"group": group, "output": row, "heading": heading, "button": button, "to": to, "high": high}


def find_output(request: CommunityRequest, group_id: str, deliverable_id: str) -> Output:
    """An output that the reader may see, or 404."""
    promised = find_deliverable(request, group_id, deliverable_id)
    row: Output = get_object_or_404(visible_outputs(request.user), deliverable=promised)
    row.deliverable = promised
    return row
