"""What several pages of the charter do."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from palabre.kit.forms import PalabreForm
from palabre.kit.reader import page_language
from palabre.languages.choices import LANGUAGES


def text_language(request: HttpRequest) -> str:
    """In which language a text is read: the one asked for (`?in=en`), else that of the page."""
    asked = request.POST.get("language") or request.GET.get("in", "")
    return asked if asked in LANGUAGES else page_language()


def rebased(form: PalabreForm, seen: object) -> PalabreForm:
    """After a clash the form carries the seal of what stands now, so that the next press is a choice."""
    if form.clash and isinstance(form.data, QueryDict):
        form.data = {**form.data.dict(), "seen": str(seen)}
    return form


def status_of(form: PalabreForm) -> int:
    return 409 if form.clash else 422 if form.is_bound else 200
