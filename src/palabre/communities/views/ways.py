"""`/join/<token>/`: what a community gives out. Open to all; asking changes nothing before the address is confirmed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import ask_as_person, ask_to_join
from palabre.communities.forms import CountryForm, JoinForm, MovingForm
from palabre.communities.models import Membership
from palabre.communities.queries import Way, link_by_token, sister_places, way_of
from palabre.communities.rules import can_ask_to_join, can_use_join_link
from palabre.communities.views.doors import quietly, shut_door, speak
from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, Verdict
from palabre.people.sources import hashed_source


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Where it leads, who is there, what is asked; a link that does not open says the same whatever the reason."""
    link = link_by_token(token)
    shut = shut_door(request, link, opens=link and can_use_join_link(link))
    if shut is not None or link is None:
        return shut or HttpResponse(status=410)
    speak(request, link.language)
    way = way_of(link, request.GET)
    if "sent" in request.GET:
        return quietly(render_page(request, "communities/joining/sent.html", {"way": way}))
    if way.landing is None:
        form = CountryForm(request.GET if "country" in request.GET else None)
        words = {"way": way, "form": form}
        return quietly(render_page(request, "communities/joining/country.html", words))
    return quietly(_member(request, way, token) if request.user.is_authenticated else _visitor(request, way, token))


def _visitor(request: HttpRequest, way: Way, token: str) -> HttpResponse:
    form = JoinForm(request.POST or None, visitor=True, initial={"language": page_language()}, **_asked(way))
    if form.is_valid():
        try:
            language = form.cleaned_data["language"]
            ask_to_join(link=way.link, said=form.asking(), language=language, source=hashed_source(request))
        except Refused as error:
            form.refuse(error)
        else:
            return see(request, f"{request.path}?sent&lang={page_language()}")
    words = {"form": form, "way": way, "code_url": _code(way, token)}
    return render_page(request, "communities/joining/link.html", words, status=422 if form.is_bound else 200)


def _member(request: HttpRequest, way: Way, token: str) -> HttpResponse:
    """Whoever is signed in gives no name and no address again."""
    places = dict(_places(request, way))
    choices = [(key, name) for key, (_place, name) in places.items()]
    form = MovingForm(request.POST or None, visitor=False, places=choices, **_asked(way))
    if form.is_valid():
        try:
            leaves = places.get(form.cleaned_data.get("leaves", ""), (None, ""))[0]
            asked = ask_as_person(actor=request.user, link=way.link, said=form.asking(), leaves=leaves)  # type: ignore[arg-type]
        except Refused as error:
            form.refuse(error)
        else:
            return _taken(request, at_once=bool(asked.answered_at), community_id=asked.community.public_id)
    verdict = can_ask_to_join(request.user, way.landing)  # type: ignore[arg-type]
    words = {
        "form": form,
        "way": way,
        "code_url": _code(way, token),
        "verdict": verdict if not way.for_organisation else None,
    }
    return render_page(request, "communities/joining/link.html", words, status=422 if form.is_bound else 200)


def _may(request: HttpRequest, way: Way) -> Verdict | None:
    """Whether she may ask for a place of her own; an organisation's is another one."""
    if way.landing is None or way.for_organisation:
        return None
    return can_ask_to_join(request.user, way.landing)  # type: ignore[arg-type]


def _taken(request: HttpRequest, *, at_once: bool, community_id: str) -> HttpResponse:
    if at_once:
        # a new right is a new session id (SR-07)
        request.session.cycle_key()
        return see(request, reverse("communities:welcome", args=[community_id]))
    say(request, _("Your request is with the coordination. You find its answer here."))
    return see(request, reverse("communities:list"))


def _asked(way: Way) -> dict[str, Any]:
    return {"questions": way.questions, "joins_as": way.joins_as, "country": way.country, "vouching": way.vouching}


def _places(request: HttpRequest, way: Way) -> list[tuple[str, tuple[Membership, str]]]:
    if way.landing is None or way.for_organisation:
        return []
    rows = sister_places(request.user, way.landing)  # type: ignore[arg-type]
    return [(place.public_id, (place, name)) for place, name in rows]


def _code(way: Way, token: str) -> str:
    """The text of the code of conduct, where one is signed: the charter's room shows it behind the same link."""
    if way.landing is None or not (way.named and way.landing.asks_signature):
        return ""
    try:
        url = reverse("charter:join_code", args=[token])
    except NoReverseMatch:
        return ""
    return f"{url}?as={way.joins_as}&country={way.country}&lang={page_language()}"
