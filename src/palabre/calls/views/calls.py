"""The calls of a community from inside: the list, a new one, one call with its texts and its frame."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.writing import approve_call, begin_call, frame_call, write_call
from palabre.calls.forms.calls import BeginForm, FrameForm, TextsForm, frame_start, said_by
from palabre.calls.models import Call
from palabre.calls.queries.calls import call_page, call_rows
from palabre.calls.rules.calls import can_begin_call, can_edit_call, can_see_calls, can_translate_call
from palabre.calls.views.call_common import call_of, done, page_of_call, rebased, status_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused


@require_safe
def calls(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/calls/`."""
    actor, community = request.user, request.community
    if not can_see_calls(actor, community):
        raise Http404
    words = {"calls": call_rows(actor, community, request.GET), "begin": can_begin_call(actor, community)}
    return render_page(request, "calls/list.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/calls/beginning/`: dates and places; the pattern brings the rest."""
    actor, community = request.user, request.community
    if not can_see_calls(actor, community):
        raise Http404
    verdict = can_begin_call(actor, community)
    if not verdict:
        return refused(request, Refused(verdict))
    form = BeginForm(request.POST or None, initial={"zone": community.zone, "places": 15, "language": page_language()})
    if form.is_valid():
        try:
            call = begin_call(actor=actor, community=community, **form.beginning())
            say(request, _("The call is begun. Rewrite what you wish: nobody outside reads it yet."))
            return see(request, page_of_call(call))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "calls/begin.html", {"form": form}, status=status_of(form))


@require_safe
def call(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/`: everything of one call, and its next step."""
    page = call_page(request.user, call_of(request, call_id))
    return render_page(request, "calls/call.html", {"page": page, "call": page.call})


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/texts/`: both languages side by side."""
    row = call_of(request, call_id)
    verdict = can_translate_call(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    start = {"seen": row.version}
    form = TextsForm(request.POST or None, initial=start, source=row.source_language, thing=row)
    if form.is_valid():
        try:
            write_call(actor=request.user, call=row, texts=form.texts(), seen=form.cleaned_data["seen"])
            say(request, _("The texts are saved."))
            return see(request, page_of_call(row))
        except Refused as error:
            form.refuse(error)
    return _form_page(request, "calls/texts.html", form, row)


@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/frame/`: dates, places, languages, how applications are read."""
    row = call_of(request, call_id)
    verdict = can_edit_call(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    form = FrameForm(request.POST or None, initial=frame_start(row))
    if form.is_valid():
        try:
            frame_call(actor=request.user, call=row, frame=form.frame(), seen=form.cleaned_data["seen"])
            say(request, _("Dates and frame are saved."))
            return see(request, page_of_call(row))
        except Refused as error:
            form.refuse(error)
    return _form_page(request, "calls/frame.html", form, row)


def _form_page(request: CommunityRequest, template: str, form: TextsForm | FrameForm, row: Call) -> HttpResponse:
    """After a clash, what the other person wrote stands below."""
    theirs = []
    if form.clash:
        now = form.clash.theirs
        clean = TextsForm(source=now.source_language, thing=now) if isinstance(form, TextsForm) else None
        theirs = said_by(clean or FrameForm(initial=frame_start(now)))
        rebased(form, now.version)
    return render_page(request, template, {"form": form, "call": row, "theirs": theirs}, status=status_of(form))


@require_POST
def approval(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/approval/`: of everything that somebody else translated."""
    row = call_of(request, call_id)
    seen = request.POST.get("seen")
    said = _("The translations are approved.")
    return done(
        request, lambda: approve_call(actor=request.user, call=row, seen=seen), page_of_call(row, "languages"), said
    )
