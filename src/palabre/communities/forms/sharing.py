"""What rises, and what is announced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import NewsFor, Sharing
from palabre.kit.forms import DayField, Line, LongText, PalabreForm, Pick


class AskForm(PalabreForm):
    """Which level a steward asks for."""

    level = Pick(label=_("What you ask for"), choices=[])

    def __init__(self, *args: Any, levels: Iterable[Sharing], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["level"].choices = [(level.value, level.label) for level in levels]  # type: ignore[attr-defined]


class SignForm(AskForm):
    """What the child signs, and on which decision."""

    decision = LongText(
        label=_("What was decided, and how"),
        rows=3,
        max_length=2000,
        help_text=_("One or two sentences. Members of your community read them; the network above reads the day only."),
    )
    decided_on = DayField(label=_("Day of the decision"))

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["level"].label = _("What you share from now on")


class NewsForm(PalabreForm):
    """A title and a text, in one language or both, and who reads them."""

    title_fr = Line(label=_("Title, in French"), max_length=160, required=False)
    text_fr = LongText(label=_("News, in French"), rows=5, max_length=4000, required=False)
    title_en = Line(label=_("Title, in English"), max_length=160, required=False)
    text_en = LongText(label=_("News, in English"), rows=5, max_length=4000, required=False)
    audience = Pick(label=_("Who reads this news"), choices=NewsFor.choices, initial=NewsFor.OWN)

    def __init__(self, *args: Any, audiences: Iterable[NewsFor], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["audience"].choices = [(one.value, one.label) for one in audiences]  # type: ignore[attr-defined]
        for name in ("title", "text"):
            for language in ("fr", "en"):
                self.fields[f"{name}_{language}"].widget.attrs["lang"] = language

    def said(self) -> dict[str, Any]:
        """What `publish_announcement` is given."""
        given = self.cleaned_data
        halves = {name: {tongue: given[f"{name}_{tongue}"] for tongue in ("fr", "en")} for name in ("title", "text")}
        return {"audience": given["audience"], **halves}


class CodeForm(PalabreForm):
    """The code that the other coordination read out."""

    code = Line(
        label=_("Code of the other community"),
        max_length=40,
        help_text=_("Twelve letters and figures. Spaces and small letters do not matter."),
    )
