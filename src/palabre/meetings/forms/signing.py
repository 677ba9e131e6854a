"""How the sheet to sign is wished: a form of the address, nothing is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import CountField, PalabreForm
from palabre.kit.reader import page_language
from palabre.meetings.queries.signing import Wishes

LANGUAGES = [("fr", "Français"), ("en", "English")]
EMPTY = 18  # fill one A4 sheet together with its head and foot


class SigningForm(PalabreForm):
    language = forms.ChoiceField(label=_("Language of the sheet"), choices=LANGUAGES, required=False)
    names = forms.BooleanField(label=_("With the names of those expected"), required=False)
    discreet = forms.BooleanField(label=_("Without the name of the community and the subject"), required=False)
    lines = CountField(label=_("Empty lines"), required=False, max_value=200)

    def __init__(self, data: Any = None, **wanted: Any) -> None:
        reader = page_language()
        wanted.setdefault("initial", {"language": reader, "lines": EMPTY, "names": True})
        super().__init__(data, **wanted)
        self.reader = reader
        self.is_valid()

    @property
    def _said(self) -> dict[str, Any]:
        """What the address asks; a wish that cannot be read is no wish."""
        return self.cleaned_data if self.is_bound else dict(self.initial)

    @property
    def wished_language(self) -> str:
        return str(self._said.get("language") or self.reader)

    def wishes(self) -> Wishes:
        lines = self._said.get("lines")
        return Wishes(
            names=bool(self._said.get("names")),
            discreet=bool(self._said.get("discreet")),
            lines=EMPTY if lines is None else lines,
            language=self.wished_language,
        )
