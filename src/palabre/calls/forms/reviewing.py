"""What is typed by whoever forms a committee, screens, gives files and reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.scoring import LONGEST_COMMENT, Said, points_field
from palabre.calls.choices import Recommendation
from palabre.calls.models import Reviewer, SelectionCriterion
from palabre.calls.models.reviewing import Review
from palabre.communities.forms.inviting import AddressForm
from palabre.kit.forms import CountField, Line, LongText, PalabreForm, Pick, PickMany
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words

READS = [("fr", _("French")), ("en", _("English"))]


class NameForm(AddressForm):
    """Whom the coordination asks to read."""

    name = Line(
        label=_("What the committee calls this person"), max_length=80, required=False,
        help_text=_("She can change it when she accepts. Empty: the name of her account."),
    )  # fmt: skip
    field_order = ["email", "name", "language"]


class TiesForm(PalabreForm):
    """To whom she is tied, what she reads, how much."""

    organisations = LongText(
        label=_("Organisations to which I am tied"), required=False, rows=4, max_length=5000,
        help_text=_(
            "One on each line: where you work or worked lately, which you lead, fund or advise, or where you are a "
            "member. Files of people of these organisations never reach you."
        ),
    )  # fmt: skip
    none = forms.BooleanField(label=_("I am tied to none"), required=False)
    reads = PickMany(label=_("I read files in"), choices=READS)
    capacity = CountField(
        label=_("Files that I can read at most"), required=False, min_value=1, max_value=2000,
        help_text=_("Empty: as many as the others."),
    )  # fmt: skip
    name = Line(
        label=_("What the committee calls me"), max_length=80, required=False,
        help_text=_("Empty: the name of your account."),
    )  # fmt: skip

    def declared(self) -> dict[str, Any]:
        """What the action wants."""
        said = self.cleaned_data
        return {
            "organisations": said["organisations"].splitlines(),
            "none": said["none"],
            "name": said["name"],
            "capacity": said["capacity"],
            "reads_french": "fr" in said["reads"],
            "reads_english": "en" in said["reads"],
        }


def ties_start(reviewer: Reviewer, known: Sequence[str]) -> dict[str, Any]:
    """What the form begins with: what she said; the first time, the organisations that are found by themselves."""
    said = [one.name for one in reviewer.ties.order_by("pk")]
    return {
        "organisations": "\n".join(said if reviewer.declared_at else known),
        "none": reviewer.declared_at is not None and not said,
        "reads": sorted(reviewer.languages()),
        "capacity": reviewer.capacity,
        "name": reviewer.name,
    }


class ReviewForm(PalabreForm):
    """Points for each scored criterion, a few sentences, an advice. Anything may wait until it is handed in (`whole`)."""

    comment = LongText(
        label=_("What I think of this file"), rows=6, max_length=LONGEST_COMMENT,
        help_text=_("What speaks for it, what is missing. The committee reads it; it helps to answer the applicant."),
    )  # fmt: skip
    recommendation = Pick(label=_("My advice: a place in the cohort?"), choices=Recommendation.choices)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, criteria: Sequence[SelectionCriterion], whole: bool = True, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.criteria = list(criteria)
        for one in self.criteria:
            words = best_words(one, "name", page_language())
            choices = [(str(points), str(points)) for points in range(one.scale + 1)]
            self.fields[points_field(one)] = Pick(label=words.text, choices=choices)
        self.order_fields([points_field(one) for one in self.criteria])
        for field in () if whole else self.fields.values():
            field.required = False

    def points_of(self, criterion: SelectionCriterion) -> BoundField:
        return self[points_field(criterion)]

    def said(self) -> Said:
        """What the action wants."""
        given = {one.pk: self.cleaned_data.get(points_field(one)) for one in self.criteria}
        return Said(
            points={pk: int(value) if value else None for pk, value in given.items()},
            comment=self.cleaned_data["comment"],
            recommendation=self.cleaned_data["recommendation"],
        )


def review_start(
    review: Review | None, points: Mapping[int, int], criteria: Sequence[SelectionCriterion]
) -> dict[str, Any]:
    """What was kept so far."""
    given = {points_field(one): str(points[one.pk]) for one in criteria if one.pk in points}
    if review is None:
        return given
    said = {"comment": review.comment, "recommendation": review.recommendation, "seen": review.version}
    return {**given, **said}


class ConflictForm(PalabreForm):
    """Why a reader steps aside; she need not say it."""

    note = LongText(
        label=_("A word for the coordination"), required=False, rows=3, max_length=1000,
        help_text=_("Not needed. Nobody else reads it."),
    )  # fmt: skip


class TieForm(PalabreForm):
    """What the coordination learnt."""

    note = LongText(
        label=_("What ties this reader to whoever applied"), rows=3, max_length=1000,
        help_text=_("It stays on record. Her review is kept, and counts no more."),
    )  # fmt: skip


class ReasonForm(PalabreForm):
    """Why an application is not admissible."""

    reason = LongText(
        label=_("Which rule is not met, and why"), rows=3, max_length=2000,
        help_text=_("For the coordination. The letter to the applicant is written later. The use of AI is no reason."),
    )  # fmt: skip


class QuestionForm(PalabreForm):
    """One question to whoever applied."""

    question = LongText(
        label=_("My question"), rows=3, max_length=2000,
        help_text=_("In the language of the application. She answers on her own page, without an account."),
    )  # fmt: skip


class GiveForm(PalabreForm):
    """Which reader gets one file more."""

    reviewer = Pick(label=_("Reader"))

    def __init__(self, *args: Any, readers: Sequence[tuple[Reviewer, str]], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.readers = {one.public_id: one for one, _name in readers}
        self.fields["reviewer"].choices = [(one.public_id, name) for one, name in readers]  # type: ignore[attr-defined]

    def reader(self) -> Reviewer:
        return self.readers[self.cleaned_data["reviewer"]]
