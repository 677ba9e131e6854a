"""What whoever applies writes. Nothing is required before she hands it in; what is written must be readable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import BalanceAge, BalanceGender, BalanceYes, Fluency
from palabre.calls.forms.drafts import DraftForm
from palabre.calls.models import Application, Call, CallTheme
from palabre.calls.rules.eligibility import asks_own_name
from palabre.kit.dates import zone_name, zones_of
from palabre.kit.forms import CountryField, EmailField, Line, LongText, PalabreForm, Pick
from palabre.kit.reader import TONGUES, page_language
from palabre.languages.queries import best_words
from palabre.people.forms.signing import device_field

UNSAID = ("", _("I would rather not say"))
OWN, FOR_OTHERS = "own", "organisation"


class StartForm(PalabreForm):
    """The first page: as little as possible."""

    own_name = Pick(
        label=_("I apply"),
        choices=[(OWN, _("in my own name")), (FOR_OTHERS, _("for an organisation"))],
    )
    language = Pick(label=_("I write my application in"))
    email = EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "A mail that says nothing of the call brings you the link to your application. Check the address letter by "
            "letter: whoever reads that mailbox can open it. You can also leave this empty and keep the link on paper."
        ),
    )
    device = device_field()

    def __init__(self, *args: Any, call: Call, visitor: bool, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        tongues = [(code, name) for code, name in TONGUES.items() if code in call.languages.split(",")]
        if not asks_own_name(call):
            del self.fields["own_name"]
        if len(tongues) == 1:
            del self.fields["language"]
        else:
            self.fields["language"].choices = tongues  # type: ignore[attr-defined]
            self.fields["language"].initial = page_language()
        if not visitor:
            del self.fields["email"], self.fields["device"]
        else:
            self.fields["device"].help_text = _("Shared: nothing is kept, and you leave it with one tap.")
        self.only_tongue = tongues[0][0] if len(tongues) == 1 else ""

    def chosen_language(self) -> str:
        return self.only_tongue or self.cleaned_data["language"]


class OpenForm(PalabreForm):
    """A private link is opened: on what device; and for whoever is signed in, whether it is kept under her account."""

    device = device_field()
    tie = forms.BooleanField(label=_("Keep it under my account too"), required=False)

    def __init__(self, *args: Any, visitor: bool, tied: bool, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name in ["tie", *([] if visitor else ["device"])] if visitor or tied else ["device"]:
            del self.fields[name]


class LostLinkForm(PalabreForm):
    email = EmailField(label=_("E-mail address"), help_text=_("The one that you wrote in your application."))


class WhoForm(DraftForm):
    """Who she is. The name is the one that she chooses."""

    name = Line(
        label=_("Name"), max_length=80,
        help_text=_("The one that you want to be called by; it need not be the one on your papers."),
    )  # fmt: skip
    pronouns = Line(label=_("Pronouns"), required=False, max_length=40)
    email = EmailField(
        label=_("E-mail address"),
        help_text=_("Answers come there, in mails that say nothing of the call. Whoever reads that mailbox can open "
            "this application."),
    )  # fmt: skip
    organisation = Line(
        label=_("Organisation where I work or volunteer"), required=False, max_length=160,
        help_text=_("If there is one. You apply in your own name all the same."),
    )  # fmt: skip
    country = CountryField(label=_("Country"))
    zone = forms.ChoiceField(label=_("The clock I live by"), required=False)
    french = Pick(label=_("I speak and write French"), choices=Fluency.choices)
    english = Pick(label=_("I speak and write English"), choices=Fluency.choices)

    def __init__(self, *args: Any, application: Application, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        zones = zones_of(application.country)
        if len(zones) < 2:
            del self.fields["zone"]
        else:
            self.fields["zone"].choices = [(zone, zone_name(zone)) for zone in zones]  # type: ignore[attr-defined]


class ThemesForm(DraftForm):
    """Themes in the order of her wish."""

    def __init__(self, *args: Any, themes: Sequence[CallTheme], asked: int, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.themes = {theme.public_id: theme for theme in themes}
        named = [(theme.public_id, best_words(theme, "title", page_language()).text) for theme in themes]
        for rank in range(1, min(asked, len(named)) + 1):
            label = _("The theme I would like most") if rank == 1 else _("Another theme, if that one is full")
            none = [] if rank == 1 else [("", _("none"))]
            self.fields[f"theme_{rank}"] = Pick(label=label, required=rank == 1, choices=[*named, *none])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in self.fields:
            if (one := said.get(name)) and one in seen:
                self.add_error(name, _("You have chosen this theme above. Choose another one, or none."))
            seen.add(one or "")
        return said

    def ranked(self) -> list[CallTheme]:
        """The first that was named is the first, whatever stands above it."""
        chosen = (self.cleaned_data.get(name) for name in self.fields)
        return [self.themes[one] for one in chosen if one]


class BalanceForm(PalabreForm):
    """Voluntary, for counting alone."""

    gender = Pick(label=_("Gender"), required=False, choices=[*BalanceGender.choices, UNSAID])
    age_band = Pick(label=_("Age"), required=False, choices=[*BalanceAge.choices, UNSAID])
    disability = Pick(label=_("I live with a disability"), required=False, choices=[*BalanceYes.choices, UNSAID])
    diversity = Pick(
        label=_("I am of diverse sexual orientation, gender identity or expression, or sex characteristics"),
        required=False, choices=[*BalanceYes.choices, UNSAID],
    )  # fmt: skip


class DeclarationsForm(DraftForm):
    declares_rules = forms.BooleanField(label=_("I have read who may apply, and I may."), required=False)
    own_name = forms.BooleanField(label=_("I apply in my own name."), required=False)
    ai_use = LongText(
        label=_("How I used artificial intelligence, if I did"), required=False, rows=3, max_length=2000,
        help_text=_("You need not say. Whatever you say changes nothing by itself."),
    )  # fmt: skip

    def __init__(self, *args: Any, call: Call, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not asks_own_name(call):
            del self.fields["own_name"]


class InformForm(PalabreForm):
    answer = LongText(label=_("Your answer"), rows=8, max_length=10_000)
