"""The month and the year of thanks, for the coordination and the treasury."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.models import Community
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.money.actions.honoraria import approve_honorarium, approve_month, mark_month_due, void_honorarium
from palabre.money.forms.honoraria import VoidForm
from palabre.money.models import HonorariumLine
from palabre.money.queries.honoraria import again_page, line_in, month_page, owner_of, year_page
from palabre.money.rules.honoraria import can_make_agreement, can_see_honoraria, can_void_honorarium
from palabre.people.models import Person


def seen_by(actor: Person, community: Community) -> None:
    """What one may not see answers as if absent."""
    if not can_see_honoraria(actor, community):
        raise Http404


def month_asked(request: HttpRequest) -> date:
    """The month of `?month=2026-11` or of the form; else the present one."""
    said = request.POST.get("month") or request.GET.get("month", "")
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def month_url(community_id: str, month: date) -> str:
    return f"{reverse('money:honoraria', args=[community_id])}?month={month:%Y-%m}"


@require_safe
def month(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/?month=2026-11`: each line of the month, and the next step."""
    seen_by(request.user, request.community)
    page = month_page(request.user, request.community, month_asked(request), request.GET)
    makes = can_make_agreement(request.user, request.community)
    return render_page(request, "money/month.html", {"page": page, "makes": makes})


@require_safe
def year(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/year/?year=2026`: people by months."""
    seen_by(request.user, request.community)
    asked = request.GET.get("year", "")
    number = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2200 else timezone.localdate().year
    page = year_page(request.user, request.community, number, request.GET)
    return render_page(request, "money/year.html", {"page": page, "before": number - 1, "after": number + 1})


@require_POST
def due(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/due/`: whoever was active this month is to be thanked."""
    seen_by(request.user, request.community)
    asked = month_asked(request)
    try:
        number = mark_month_due(actor=request.user, community=request.community, month=asked)
    except Refused as error:
        return refused(request, error)
    say(request, ngettext("%(n)s honorarium is due.", "%(n)s honoraria are due.", number) % {"n": number})
    return see(request, month_url(community_id, asked))


@require_POST
def approval(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/approval/`: all that is due this month, but one's own."""
    seen_by(request.user, request.community)
    asked = month_asked(request)
    try:
        number = approve_month(actor=request.user, community=request.community, month=asked)
    except Refused as error:
        return refused(request, error)
    said = ngettext(
        "%(n)s honorarium approved. The treasury pays.", "%(n)s honoraria approved. The treasury pays.", number
    )
    say(request, said % {"n": number})
    return see(request, month_url(community_id, asked))


@require_http_methods(["GET", "HEAD", "POST"])
def setting_aside(request: CommunityRequest, community_id: str, honorarium_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/<h>/setting-aside/`: a month that is not due, and why."""
    line = find_line(request, honorarium_id)
    form = VoidForm(request.POST or None)
    if form.is_valid():
        try:
            void_honorarium(actor=request.user, line=line, because=form.cleaned_data["because"])
            say(request, _("Noted. Nothing is due for this month."))
            return see(request, month_url(community_id, line.month))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "line": line, "name": owner_of(line), "verdict": can_void_honorarium(request.user, line)}
    return render_page(request, "money/setting_aside.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def approval_again(request: CommunityRequest, community_id: str, honorarium_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/<h>/approval/`: a month that is due once more, by itself."""
    line = find_line(request, honorarium_id)
    page = again_page(request.user, line)
    if page is None:
        raise Http404
    if request.method != "POST":
        return render_page(request, "money/approval_again.html", {"page": page, "line": line})
    try:
        approve_honorarium(actor=request.user, line=line)
    except Refused as error:
        return refused(request, error)
    say(request, _("Approved. The treasury pays this month once more."))
    return see(request, month_url(community_id, line.month))


def find_line(request: CommunityRequest, public_id: str) -> HonorariumLine:
    """A line of this community, for whoever handles them; else 404."""
    seen_by(request.user, request.community)
    rows = line_in(request.user, public_id).filter(agreement__community=request.community)
    line: HonorariumLine = get_object_or_404(rows)
    return line
