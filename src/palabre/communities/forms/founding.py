"""What a community says of itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import CommunityKind
from palabre.communities.models import Community
from palabre.kit.forms import EmailField, Line, LongText, PalabreForm, Pick, ZoneField
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import words

TONGUES = [("fr", "Français"), ("en", "English")]
LABELS = {
    "name": _("Name"),
    "purpose": _("In one sentence"),
    "domain": _("Our domain"),
    "people": _("Our community"),
    "practice": _("Our practice"),
}
IN = {"fr": _("{label}, in French"), "en": _("{label}, in English")}


class FoundForm(PalabreForm):
    """A name and a first person; the community says the rest of itself."""

    name = Line(label=_("Name"), max_length=120)
    kind = Pick(label=_("What it is"), choices=CommunityKind.choices, initial=CommunityKind.COMMUNITY)
    source_language = Pick(label=_("Language in which it writes first"), choices=TONGUES)
    zone = ZoneField(label=_("City whose clocks count"))
    email = EmailField(
        label=_("Who coordinates it"),
        help_text=_("The address of one person. She receives an invitation; you can name others later."),
    )


class AboutForm(PalabreForm):
    """Every text of a community, in both languages side by side."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, community: Community, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name in community.translatable:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _field(name, language, community)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each text, French first."""
        names = [name for name in LABELS if f"{name}_fr" in self.fields]
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in names]

    def texts(self) -> dict[str, dict[str, str]]:
        said = self.cleaned_data
        return {name: {language: said[f"{name}_{language}"] for language in LANGUAGES} for name in LABELS}


def _field(name: str, language: str, community: Community) -> forms.Field:
    wanted: dict[str, Any] = {
        "label": format_lazy(IN[language], label=LABELS[name]),
        "lang": language,
        "required": False,
        "initial": words(community, name, language).text,
    }
    if name == "name":
        return Line(max_length=120, **{**wanted, "required": language == community.source_language})
    return LongText(max_length=2000, rows=4, **wanted)
