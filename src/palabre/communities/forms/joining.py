"""Asking to join, and answering who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions import Asking
from palabre.communities.choices import JoinAs, OrganisationKind, Profile
from palabre.communities.models import Community, JoinQuestion
from palabre.kit.forms import CountField, CountryField, DayField, EmailField, Line, LongText, PalabreForm, Pick
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words

TONGUES = [("fr", "Français"), ("en", "English")]
FREE_NAME = _("The name you want to be called by. It need not be your name on paper, and it can be changed.")
NAME_HERE = _("My name here")
NAME_ALONE = _("Empty: the name that is shown everywhere. Another one is known to this community alone.")
VOICES = [("first", _("I have it")), ("second", _("the second person has it"))]
READERS = [("", _("only the coordination")), ("members", _("the members too, so that they can answer for me"))]
ORGANISATION = ("organisation_name", "organisation_kind", "second_name", "second_email", "voice")


class LinkForm(PalabreForm):
    """An address to give out."""

    language = Pick(label=_("Language of the page"), choices=TONGUES)
    max_uses = CountField(
        label=_("How many people at most"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: no limit."),
    )
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody shuts it."))
    approval = Pick(
        label=_("Who comes in"),
        choices=[
            ("read", _("whoever the coordination admits")),
            ("open", _("everybody who has this address, at once")),
        ],
        initial="read",
    )

    def expires_at(self, community: Community) -> datetime | None:
        """The midnight after the last day, on the clock of the community."""
        day = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(community.zone)) if day else None


class QuestionForm(PalabreForm):
    """One question in both languages."""

    text_fr = Line(label=_("Question, in French"), max_length=300, required=False, lang="fr")
    text_en = Line(label=_("Question, in English"), max_length=300, required=False, lang="en")
    required = forms.BooleanField(label=_("An answer is needed"), required=False, initial=True)

    def texts(self) -> dict[str, str]:
        return {"fr": self.cleaned_data["text_fr"], "en": self.cleaned_data["text_en"]}


class CountryForm(PalabreForm):
    """Where somebody is, when that decides which community reads her request."""

    country = CountryField(label=_("Country"))


class JoinForm(PalabreForm):
    """What somebody says of herself. A visitor also gives a name and an address; an organisation names two persons."""

    display_name = Line(label=_("Name that is shown"), max_length=80, help_text=FREE_NAME)
    email = EmailField(
        label=_("E-mail address"), help_text=_("A mail with a link goes there. Only the coordination sees it.")
    )
    language = Pick(label=_("Language of pages and mails"), choices=TONGUES)
    organisation_name = Line(label=_("Name of the organisation"), max_length=160)
    organisation_kind = forms.ChoiceField(label=_("What this organisation is"), choices=OrganisationKind.choices)
    second_name = Line(label=_("Name of the second person"), max_length=80, required=False)
    second_email = EmailField(label=_("E-mail address of the second person"), required=False)
    voice = Pick(label=_("The voice of the organisation"), choices=VOICES, initial="first")
    profile = Pick(
        label=_("My field of work"), choices=[("", _("I would rather not say")), *Profile.choices], required=False
    )
    country = CountryField(
        label=_("Country"), required=False, help_text=_("For counts only: it does not stand beside your name.")
    )
    readers = Pick(label=_("Who reads my request"), choices=READERS, required=False, initial="")

    def __init__(
        self,
        *args: Any,
        questions: Sequence[JoinQuestion],
        visitor: bool,
        joins_as: str,
        country: str = "",
        vouching: bool = False,
        **wanted: Any,
    ) -> None:
        super().__init__(*args, **wanted)
        self.joins_as, self.where = joins_as, country
        self.questions = {f"answer_{one.public_id}": one for one in questions}
        absent = [] if visitor else ["email", "language"]
        if not visitor and joins_as == JoinAs.PERSON:
            self.fields["display_name"] = Line(label=NAME_HERE, max_length=80, required=False, help_text=NAME_ALONE)
            self.order_fields(["display_name"])
        elif not visitor:
            absent.append("display_name")
        absent += ORGANISATION if joins_as == JoinAs.PERSON else ["profile", "readers"]
        absent += ["country"] if country else []
        absent += [] if vouching else ["readers"]
        for name in set(absent):
            del self.fields[name]
        for name, question in self.questions.items():
            said = best_words(question, "text", page_language())
            self.fields[name] = LongText(
                label=said.text, lang=said.language, rows=3, max_length=3000, required=question.required
            )
        if "readers" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "readers"), "readers"])

    def asking(self) -> Asking:
        """What was said, for the action."""
        said = self.cleaned_data
        return Asking(
            joins_as=self.joins_as,
            display_name=said.get("display_name", ""),
            email=said.get("email", ""),
            profile=said.get("profile", ""),
            country=self.where or said.get("country", ""),
            answers={one.public_id: said.get(name, "") for name, one in self.questions.items()},
            open_to_members=said.get("readers") == "members",
            organisation_name=said.get("organisation_name", ""),
            organisation_kind=said.get("organisation_kind", ""),
            second_name=said.get("second_name", ""),
            second_email=said.get("second_email", ""),
            second_votes=said.get("voice") == "second",
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("voice") == "second" and not said.get("second_email"):
            self.add_error("second_email", _("Write her address: the voice is to be with her."))
        return said


class MovingForm(JoinForm):
    """The same for a person who already belongs to a sister community: she may move."""

    leaves = Pick(label=_("My place elsewhere in this network"), required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if places:
            kept = [("", _("I keep it")), *((key, name) for key, name in places)]
            self.fields["leaves"].choices = kept  # type: ignore[attr-defined]
        else:
            del self.fields["leaves"]


class ReplyForm(PalabreForm):
    """The words of the coordination."""

    reply = LongText(
        label=_("Your words to this person"), required=False, rows=4, max_length=4000,
        help_text=_("She reads them when she signs in; the mail only says that there is an answer. Needed to decline."),
    )  # fmt: skip
