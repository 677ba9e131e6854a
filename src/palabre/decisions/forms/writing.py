"""What is typed to bring something to the circle, to change it, and to record what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.decisions.models import Proposal
from palabre.kit.forms import CountField, DayField, Line, LongText, PalabreForm
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import other, words

IN = {"fr": _("{label}, in French"), "en": _("{label}, in English")}
TITLE, TEXT, OUTCOME = _("What is proposed, in one line"), _("The proposal"), _("What was decided")
LATER = _("You can leave the other language for later. It is needed before stances are asked for.")


def two(label: Any, language: str) -> Any:
    return format_lazy(IN[language], label=label)


class ProposalForm(PalabreForm):
    """Title and text in both languages: one of them is there, the language in which it was first written."""

    title_fr = Line(label=two(TITLE, "fr"), max_length=200, required=False, lang="fr")
    text_fr = LongText(label=two(TEXT, "fr"), max_length=8000, rows=7, required=False, lang="fr")
    title_en = Line(label=two(TITLE, "en"), max_length=200, required=False, lang="en")
    text_en = LongText(label=two(TEXT, "en"), max_length=8000, rows=7, required=False, lang="en")
    quorum = CountField(
        label=_("How many must have spoken, in per cent"), min_value=1, max_value=100, initial=50,
        help_text=_("Below it the outcome is “no quorum”, whatever was said."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reads: str, proposal: Proposal | None = None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.reads, self.proposal = reads, proposal
        first = proposal.source_language if proposal else reads
        names = [f"{field}_{language}" for language in (first, other(first)) for field in ("title", "text")]
        self.order_fields([*names, "quorum", "seen"])
        if proposal is None:
            self.fields[f"text_{other(first)}"].help_text = LATER
            return
        self.fields["seen"].initial = proposal.version
        if proposal.state != "draft":
            del self.fields["quorum"]
        else:
            self.fields["quorum"].initial = proposal.quorum
        for field in ("title", "text"):
            for language in LANGUAGES:
                self.fields[f"{field}_{language}"].initial = words(proposal, field, language).text

    def source(self) -> str:
        """Of a new one: the language of the page, unless only the other one was written."""
        if self.proposal is not None:
            return self.proposal.source_language
        written = bool(self.data.get(f"title_{self.reads}") or self.data.get(f"text_{self.reads}"))
        return self.reads if written else other(self.reads)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        anything = any(said.get(f"{field}_{language}") for field in ("title", "text") for language in LANGUAGES)
        language = self.source() if anything or self.proposal else self.reads
        for field in ("title", "text"):
            name = f"{field}_{language}"
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Please write something here."))
        return said

    def words(self) -> dict[str, Any]:
        """What the actions want."""
        said, source = self.cleaned_data, self.source()
        return {
            "title": said[f"title_{source}"],
            "text": said[f"text_{source}"],
            "other_title": said[f"title_{other(source)}"],
            "other_text": said[f"text_{other(source)}"],
        }


class TranslationForm(PalabreForm):
    """The other half: title and text, or what was decided."""

    def __init__(self, *args: Any, rows: Sequence[tuple[str, str, str]], language: str, **wanted: Any) -> None:
        """`rows`: field, its present half, its source."""
        super().__init__(*args, **wanted)
        labels = {"title": TITLE, "text": TEXT, "outcome": OUTCOME}
        self.sources = {f"other_{name}": source for name, _half, source in rows}
        for name, half, _source in rows:
            wanted_field: dict[str, Any] = {"label": two(labels[name], language), "lang": language, "initial": half}
            field = Line(max_length=200, **wanted_field) if name == "title" else LongText(**wanted_field)
            self.fields[f"other_{name}"] = field

    def pairs(self) -> list[tuple[str, Any]]:
        """Each field with its source."""
        return [(self.sources[bound.name], bound) for bound in self]

    def texts(self) -> dict[str, str]:
        return {name.removeprefix("other_"): text for name, text in self.cleaned_data.items()}


class UntilForm(PalabreForm):
    """Until when stances are taken."""

    until = DayField(
        label=_("Until which day"),
        help_text=_("The round ends that evening. A week leaves everybody the time to read."),
    )


class AmendForm(PalabreForm):
    """The new text, why, and until when everybody is asked again."""

    text = LongText(label=_("The new text"), max_length=8000, rows=8)
    other_text = LongText(label=_("The new text, in the other language"), max_length=8000, rows=8)
    reason = LongText(label=_("What changes, and which objections it answers"), max_length=2000, rows=3, required=False)
    until = DayField(label=_("Until which day"), help_text=_("Everybody is asked again, on the new text."))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, proposal: Proposal, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        source, half = proposal.source_language, other(proposal.source_language)
        text, other_text = self.fields["text"], self.fields["other_text"]
        text.label, text.initial = two(_("The new text"), source), proposal.text
        other_text.label, other_text.initial = two(_("The new text"), half), words(proposal, "text", half).text
        other_text.required = proposal.community.needs_both_languages
        text.widget.attrs["lang"], other_text.widget.attrs["lang"] = source, half
        self.fields["seen"].initial = proposal.version


class OutcomeForm(PalabreForm):
    """What was decided, in the words that stay, and the day to look at it again."""

    outcome = LongText(
        label=_("What was decided"), max_length=4000, rows=5,
        help_text=_("In a few sentences that somebody who was not there understands."),
    )  # fmt: skip
    other_outcome = LongText(label=_("What was decided"), max_length=4000, rows=5, required=False)
    review_on = DayField(
        label=_("Look at it again on"), help_text=_("No decision is for ever. You will be reminded on that day.")
    )

    def __init__(self, *args: Any, reads: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name, language in (("outcome", reads), ("other_outcome", other(reads))):
            self.fields[name].label = two(OUTCOME, language)
            self.fields[name].widget.attrs["lang"] = language


class ReasonForm(PalabreForm):
    reason = LongText(
        label=_("Why it is set aside"), max_length=4000, rows=4,
        help_text=_("Those who took the time to think about it will read this."),
    )  # fmt: skip


class ReviewForm(PalabreForm):
    note = LongText(label=_("What we found"), max_length=2000, rows=4, help_text=_("Does it still do what we wanted?"))
    next_on = DayField(label=_("Look at it again on"))
