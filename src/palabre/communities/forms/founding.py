"""What a community says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import CommunityKind, RiskProfile
from palabre.communities.forms.settling import FrameForm, settings_from
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
    "mission": _("Our mission"),
    "vision": _("Our vision"),
    "objectives": _("Our objectives"),
    "ways": _("Our ways of working"),
    "themes": _("Our themes"),
    "is_text": _("What we are"),
    "is_not_text": _("What we are not"),
}
# What stands folded below the first five, and opens where something is written.
FOLDS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Mission, vision and objectives"), ("mission", "vision", "objectives")),
    (_("Ways of working and themes"), ("ways", "themes")),
    (_("What we are, and what we are not"), ("is_text", "is_not_text")),
)
LISTS = frozenset({"objectives", "ways", "themes"})
IN = {"fr": _("{label}, in French"), "en": _("{label}, in English")}


class ProposeForm(PalabreForm):
    """What a coordination proposes; the coordination of the network lets it begin."""

    name = Line(label=_("Name"), max_length=120)
    kind = Pick(label=_("What it is"), choices=CommunityKind.choices, initial=CommunityKind.COMMUNITY)
    source_language = Pick(label=_("Language in which it writes first"), choices=TONGUES)
    zone = ZoneField(label=_("City whose clocks count"))


class FoundForm(ProposeForm, FrameForm):
    """A name and a first person, and its frame if it is known; the community says the rest of itself."""

    email = EmailField(
        label=_("Who coordinates it"),
        help_text=_("The address of one person. She receives an invitation; you can name others later."),
    )
    risk = Pick(
        label=_("Protection"), choices=RiskProfile.choices, initial=RiskProfile.STANDARD, required=False,
        help_text=_("Choose the strictest that may be needed: it can be made stricter at once, never looser by one person."),
    )  # fmt: skip
    first = ("name", "kind", "source_language", "zone", "email")

    def open_fields(self) -> list[Any]:
        return [self[name] for name in self.first]

    def frame(self) -> list[Any]:
        """What stands folded."""
        return [bound for bound in self if bound.name not in self.first]

    def frame_is_open(self) -> bool:
        return any(bound.errors for bound in self.frame())

    def founding(self) -> dict[str, Any]:
        """What the action wants."""
        said = self.cleaned_data
        basics = {name: said[name] for name in self.first}
        return basics | {"risk": said["risk"] or RiskProfile.STANDARD, "settings": settings_from(said)}


class AboutForm(PalabreForm):
    """Every text of a community, in both languages side by side."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, community: Community, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name in community.translatable:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _field(name, language, community)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each text that stands open, French first."""
        folded = {name for _title, names in FOLDS for name in names}
        return self._pairs(name for name in LABELS if name not in folded)

    def folds(self) -> list[tuple[Any, list[tuple[Any, Any]], bool]]:
        """The folded parts: title, pairs of fields, and whether something is written or wrong in them."""
        found = [(title, self._pairs(names)) for title, names in FOLDS]
        return [(title, rows, any(one.value() or one.errors for row in rows for one in row)) for title, rows in found]

    def _pairs(self, names: Iterable[str]) -> list[tuple[Any, Any]]:
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
    if name in LISTS:
        wanted["help_text"] = _("One a line.")
    return LongText(max_length=2000, rows=4, **wanted)
