"""The life of a community: where it stands, what comes next, what happened."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import take_step
from palabre.communities.forms import StepForm
from palabre.communities.models import Community
from palabre.communities.queries import frame_of, life_of
from palabre.communities.queries.life import Option
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_edit_community
from palabre.communities.rules.life import NO_SUCH_STEP
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest

Forms = list[tuple[Option, StepForm]]


@require_http_methods(["GET", "HEAD", "POST"])
def life(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/life/`: everybody here reads it; the one who takes the next step finds its button."""
    actor, community = request.user, request.community
    forms = step_forms(request, community)
    if request.method == "POST" and take(request, community, forms):
        return see(request, request.path)
    words = {"life": life_of(actor, community), "forms": forms, "frame": frame_of(community)}
    words["coordinates"] = can_edit_community(actor, community)
    return render_page(request, "communities/life.html", words, status=422 if request.method == "POST" else 200)


def step_forms(request: PersonRequest, community: Community, *, bound: bool = True) -> Forms:
    """A form for each step that may come next; what was sent goes to the step it names."""
    found: Forms = []
    for option in life_of(request.user, community).options:
        mine = bound and request.method == "POST" and request.POST.get("to") == option.to
        form = StepForm(
            request.POST if mine else None, initial={"to": option.to}, auto_id=f"{option.to}_%s",
            decision=option.step.decision, handover=option.step.handover,
        )  # fmt: skip
        found.append((option, form))
    return found


def take(request: PersonRequest, community: Community, forms: Forms) -> bool:
    """Take the step that was sent; a step that does not follow is refused beside the first form (SR-18)."""
    form = next((form for _option, form in forms if form.is_bound), None)
    if form is not None and not form.is_valid():
        return False
    said = {name: value for name, value in form.cleaned_data.items() if name != "to"} if form else {}
    try:
        take_step(actor=request.user, community=community, to=request.POST.get("to", ""), **said)
    except Refused as error:
        if form is not None:
            form.refuse(error)
        else:
            say(request, str(NO_SUCH_STEP.why), "warn")
        return False
    say(request, _("The step is noted."))
    return True
