"""The groups of a cohort, and what concerns one of them: its words, its leads, its steps."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.forming import change_group, drop_group, open_group
from palabre.groups.actions.leading import end_lead, name_lead
from palabre.groups.actions.stages import take_stage
from palabre.groups.forms.forming import GroupForm, LeadForm
from palabre.groups.models import GroupMembership
from palabre.groups.queries.groups import groups_page, lead_in, leads_page
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.forming import can_change_group, can_drop_group, can_form_groups
from palabre.groups.views.common import find_group, form_page, home_of, pressed
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest


@require_safe
def groups(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/`: the groups of the cohort, mine, and what I chose."""
    return render_page(request, "groups/groups.html", {"page": groups_page(request.user, request.community)})


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/opening/`: one more group."""
    form = GroupForm(request.POST or None, language=page_language())

    def act() -> HttpResponse:
        open_group(
            actor=request.user, community=request.community, language=form.language(),
            places=form.cleaned_data["places"], **form.texts(),
        )  # fmt: skip
        say(request, _("The group is open."))
        return see(request, reverse("groups:groups", args=[community_id]))

    verdict = can_form_groups(request.user, request.community)
    return form_page(request, "group_form", form, verdict, act, {"group": None})


@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/theme/`: its words in both languages, and its places."""
    group = find_group(request, group_id)
    initial = {"places": group.places, "seen": seal_of(group, "places")}
    form = GroupForm(request.POST or None, initial=initial, thing=group, language=page_language())

    def act() -> HttpResponse:
        said = form.cleaned_data
        change_group(actor=request.user, group=group, places=said["places"], seen=said["seen"], **form.texts())
        say(request, _("The group is changed."))
        return see(request, home_of(group))

    words = {"group": group, "drop": can_drop_group(request.user, group)}
    verdict = can_change_group(request.user, group)
    return form_page(request, "group_form", form, verdict, act, words, lambda: seal_of(group, "places"))


@require_POST
def removal(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/removal/`: a group in which nobody was placed."""
    group = find_group(request, group_id)
    url = reverse("groups:groups", args=[group.community.public_id])
    return pressed(request, lambda: drop_group(actor=request.user, group=group), _("The group is taken back."), url)


@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/leads/`: who speaks for the group."""
    group = find_group(request, group_id)
    page = leads_page(request.user, group)
    form = LeadForm(request.POST or None, people=page.possible)
    if request.method == "POST" and not page.name:
        return refused(request, Refused(page.name))
    if form.is_valid():
        try:
            name_lead(actor=request.user, group=group, person=form.people[form.cleaned_data["person"]])
            say(request, _("It is noted who leads the group."))
            return see(request, home_of(group))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "group": group, "page": page}
    return render_page(request, "groups/leads.html", words, status=422 if form.is_bound else 200)


@require_POST
def lead_end(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/leads/end/`: she gives it up, or the coordination takes it back."""
    group = find_group(request, group_id)
    place: GroupMembership = lead_in(request.user, group, request.POST.get("person", ""))

    def act() -> None:
        end_lead(actor=request.user, group=group, person=place.person)

    url = reverse("groups:leads", args=[group_id])
    return pressed(request, act, _("It is noted. The group keeps everything it has."), url)


@require_POST
def stage(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/stage/`: the next step."""
    group = find_group(request, group_id)
    to = request.POST.get("to", "")
    said = _("The group has taken its next step.")
    return pressed(request, lambda: take_stage(actor=request.user, group=group, to=to), said, home_of(group))
