"""What is typed inside the circle: a question, its answer, a stance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.queries import Known
from palabre.decisions.choices import StanceKind
from palabre.kit.forms import LongText, PalabreForm, Pick

MEANINGS = {
    StanceKind.CONSENT: _("It is good enough for now, and safe enough to try."),
    StanceKind.RESERVATION: _("It may go on; I say what worries me."),
    StanceKind.ABSTAIN: _("I leave it to the others."),
    StanceKind.OBJECT: _("I see harm for our shared aim, and say which."),
}


class QuestionForm(PalabreForm):
    question = LongText(
        label=_("Your question"), max_length=2000, rows=3,
        help_text=_("To understand the proposal: facts, no opinion yet."),
    )  # fmt: skip


class AnswerForm(PalabreForm):
    answer = LongText(label=_("The answer"), max_length=2000, rows=4)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class StanceForm(PalabreForm):
    """One of four, with a word where it needs one."""

    kind = Pick(label=_("Where do you stand?"), choices=StanceKind.choices)
    comment = LongText(
        label=_("In a few words"), max_length=2000, rows=3, required=False,
        help_text=_("A reservation says what worries you, an objection what harm you see. Otherwise as you like."),
    )  # fmt: skip
    seen_round = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def choices(self) -> list[tuple[str, Any, Any, bool]]:
        """Value, words, what it means, whether it is chosen."""
        chosen = str(self["kind"].value() or "")
        return [(kind.value, kind.label, MEANINGS[kind], kind.value == chosen) for kind in StanceKind]


class OpeningForm(PalabreForm):
    """Who decides: the members, or one voice for each community below."""

    who = Pick(label=_("Who decides?"))

    def __init__(
        self, *args: Any, voices: Sequence[tuple[Community, str, Sequence[Known]]] = (), **wanted: Any
    ) -> None:
        """`voices`: each community below, its name, those who could speak for it."""
        super().__init__(*args, **wanted)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("members", _("the members of this community")),
            ("voices", _("one voice for each community below")),
        ]
        self.fields["who"].initial = "members"
        self.below = {f"voice_{place.public_id}": (place, {one.key: one.person for one in known})
                      for place, _name, known in voices}  # fmt: skip
        for place, name, known in voices:
            options = [("", _("nobody: it does not decide")), *((one.key, one.name) for one in known)]
            self.fields[f"voice_{place.public_id}"] = forms.ChoiceField(label=name, choices=options, required=False)
        if not voices:
            del self.fields["who"]

    def chosen(self) -> dict[Any, Community] | None:
        """Person to community; None: the members decide."""
        if self.cleaned_data.get("who") != "voices":
            return None
        found = {}
        for name, (place, people) in self.below.items():
            person = people.get(self.cleaned_data.get(name, ""))
            if person is not None:
                found[person] = place
        return found
