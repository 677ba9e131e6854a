"""What is typed about the texts that bind a community, and about how it answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.charter.choices import Reached
from palabre.kit.forms import CountField, DayField, Line, LongText, PalabreForm, Pick
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import words

IN = {"fr": _("{label}, in French"), "en": _("{label}, in English")}
LABELS = {"title": _("Title"), "text": _("Text"), "intro": _("Introduction")}
WHAT_WAS_DECIDED = _("Where, by whom and how. It stays beside the text.")


class TextsForm(PalabreForm):
    """The texts of an article or of an introduction, both languages side by side."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, names: Sequence[str], source: str, thing: Translatable | None = None, **wanted: Any
    ) -> None:
        super().__init__(*args, **wanted)
        self.names = names
        for name in names:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _field(name, language, source, thing)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each text, French first."""
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in self.names]

    def texts(self) -> dict[str, dict[str, str]]:
        said = self.cleaned_data
        return {name: {language: said[f"{name}_{language}"] for language in LANGUAGES} for name in self.names}


def _field(name: str, language: str, source: str, thing: Translatable | None) -> forms.Field:
    wanted: dict[str, Any] = {
        "label": format_lazy(IN[language], label=LABELS[name]),
        "lang": language,
        "required": language == source and name != "intro",
        "initial": words(thing, name, language).text if thing is not None else "",
    }
    return Line(max_length=200, **wanted) if name == "title" else LongText(max_length=4000, rows=5, **wanted)


class PublishForm(PalabreForm):
    """What was decided, when, and how long everybody has to sign."""

    decision = LongText(label=_("What was decided"), max_length=2000, rows=3, help_text=WHAT_WAS_DECIDED)
    decided_on = DayField(label=_("Day of the decision"))
    days = CountField(
        label=_("Days to sign"), min_value=14, max_value=180, initial=30,
        help_text=_("Until then members act as before; after it, whoever has not signed only reads."),
    )  # fmt: skip

    def __init__(self, *args: Any, signed: bool, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not signed:
            del self.fields["days"]


class AdoptForm(PalabreForm):
    """Which code, and what the community decided."""

    code = Pick(label=_("Code of conduct"))
    decision = LongText(label=_("What was decided"), max_length=2000, rows=3, help_text=WHAT_WAS_DECIDED)
    decided_on = DayField(label=_("Day of the decision"))

    def __init__(self, *args: Any, codes: Sequence[tuple[str, str]], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["code"].choices = codes  # type: ignore[attr-defined]
        if len(codes) == 1:
            self.fields["code"].initial = codes[0][0]


class AssessForm(PalabreForm):
    """One chapter of one's own look."""

    level = Pick(label=_("How far are we?"), choices=Reached.choices)
    finding = LongText(label=_("What we found"), max_length=2000, rows=4)
    evidence = LongText(
        label=_("What shows it"), max_length=2000, rows=3, required=False,
        help_text=_("Minutes, a page, a number. Never the name of a person who was harmed."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommentForm(PalabreForm):
    """What the peer says of one chapter."""

    comment = LongText(
        label=_("Our remark"), max_length=2000, rows=4, help_text=_("What you see well done, and one thing to try.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PeerForm(PalabreForm):
    """Which community reads a review."""

    peer = forms.ChoiceField(label=_("Community that reads"))

    def __init__(self, *args: Any, peers: Sequence[tuple[str, str]], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["peer"].choices = peers  # type: ignore[attr-defined]


class ConclusionForm(PalabreForm):
    conclusion = LongText(
        label=_("What became of the plan"), max_length=2000, rows=4, help_text=_("What changed, and what is left.")
    )
