"""The sections of an application, one page each: saved while she types, and by a button; nothing that was typed is lost."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from palabre.calls.actions.answers import Saving
from palabre.calls.actions.applying import NotEligible
from palabre.calls.models import Application
from palabre.calls.queries.applying import after, sections_of
from palabre.calls.queries.paper import Paper, Said, print_of
from palabre.calls.rules.applying import can_fill
from palabre.calls.views.holding import applicant_of
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import render_page, see
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import load_halves


@dataclass(frozen=True, slots=True)
class Page:
    """One section: what stands, the form that shows it, and the action that keeps it."""

    key: str
    said: Said
    form: Callable[[Any], PalabreForm]
    save: Callable[[Saving, Any], Application]
    stands: Callable[[Application], Said]
    template: str = "calls/apply_section.html"
    words: Mapping[str, Any] = field(default_factory=dict)


def section_page(request: HttpRequest, application: Application, page: Page) -> HttpResponse:
    """GET shows it; POST keeps it, and goes on; 422 and 409 bring everything back that was typed."""
    verdict = can_fill(application, request.arrived_at)  # type: ignore[attr-defined]
    if request.method != "POST" and not verdict:
        return see(request, reverse("calls:apply_file", args=[application.public_id]))
    form, alone, found = page.form(request.POST or None), "alone" in request.GET, []
    if form.is_valid():
        try:
            saved = page.save(saving_of(request, application, alone=alone), form)
            return _kept(request, page, saved, alone=alone)
        except Refused as error:
            form.refuse(error)
            found = error.found if isinstance(error, NotEligible) else []
    if alone:
        return JsonResponse({}, status=409 if form.clash else 422)
    words = {**page.words, **_frame(request, application, page, form), "form": form, "refusals": with_words(found)}
    return render_page(request, page.template, words, status=status_of(form))


def saving_of(request: HttpRequest, application: Application, *, alone: bool = False) -> Saving:
    return Saving(
        applicant=applicant_of(request),
        application=application,
        at=request.arrived_at,  # type: ignore[attr-defined]
        seen=request.POST.get("seen", ""),
        pen=request.POST.get("pen", ""),
        alone=alone,
    )


def status_of(form: PalabreForm) -> int:
    return 409 if form.clash else 422 if form.is_bound else 200


def with_words(found: list[Any]) -> list[Any]:
    """Refusals, with the sentences of their rules in both languages."""
    load_halves([one.rule for one in found])
    return found


def _kept(request: HttpRequest, page: Page, saved: Application, *, alone: bool) -> HttpResponse:
    """A page that saves by itself goes on from what stands now; a button leads to the next section."""
    if alone:
        return JsonResponse({"seen": print_of(page.stands(saved))})
    return see(request, where_next(request, saved, page.key))


def where_next(request: HttpRequest, application: Application, key: str) -> str:
    """The overview if she asked for it; else the section after this one, and at the end the reading before sending."""
    overview = reverse("calls:apply_file", args=[application.public_id])
    if "later" in request.POST:
        return overview
    following = after(sections_of(application, Paper(application)), key)
    return following.url if following else reverse("calls:apply_submission", args=[application.public_id])


def _frame(request: HttpRequest, application: Application, page: Page, form: PalabreForm) -> dict[str, Any]:
    """What every section page shows around its form."""
    sections = sections_of(application, Paper(application))
    place = next((number for number, one in enumerate(sections, start=1) if one.key == page.key), 0)
    stands: Said = form.clash.theirs if isinstance(form.clash, Clash) else page.said
    bound = form.is_bound and not form.clash
    return {
        "application": application,
        "call": application.call,
        "section": sections[place - 1] if place else None,
        "place": place,
        "places": len(sections),
        "seen": request.POST.get("seen", "") if bound else print_of(stands),
        "pen": request.POST.get("pen") or secrets.token_urlsafe(9),
        "theirs": _theirs(form, stands) if form.clash else [],
        "saved_at": application.saved_at if application.version > 1 else None,
    }


def _theirs(form: PalabreForm, stands: Said) -> list[tuple[Any, str]]:
    """For each field that differs: its label, and what is saved now, in words."""
    found = []
    for bound in form:
        mine, there = bound.data, stands.get(bound.name, "")
        if (mine or "") == there or (isinstance(there, list) and sorted(mine or []) == sorted(there)):
            continue
        names = {str(key): str(name) for key, name in getattr(bound.field, "choices", [])}
        said = there if isinstance(there, list) else [there]
        found.append((bound.label, ", ".join(names.get(one, one) for one in said)))
    return found
