"""Settings, protection, and the steps of a life."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.settling import Settings
from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community
from palabre.communities.risk import is_stricter
from palabre.kit.countries import country_code, country_name
from palabre.kit.forms import CountField, DayField, Line, LongText, PalabreForm, Pick, ZoneField

TONGUES = [("", _("both, or none in particular")), ("fr", "Français"), ("en", "English")]
UNKNOWN = ngettext_lazy(
    "We do not know this country: %(names)s. Write its usual name, in French or in English.",
    "We do not know these countries: %(names)s. Write their usual names, in French or in English.",
    "number",
)


class CountriesField(LongText):
    """Countries one a line, as people write them in French or English; their two letters come out."""

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in super().to_python(value).replace(";", "\n").splitlines()]
        found = {line: country_code(line) for line in lines if line}
        unknown = [line for line, code in found.items() if not code]
        if unknown:
            said = {"names": ", ".join(unknown[:5]), "number": len(unknown)}
            raise ValidationError(str(UNKNOWN % said), code="invalid")
        return tuple(dict.fromkeys(found.values()))

    def validate(self, value: Any) -> None:
        """What is empty is a community without countries of its own."""

    def run_validators(self, value: Any) -> None:
        """The length of the text was looked at before it became codes."""


class FrameForm(PalabreForm):
    """What founding and settings have in common."""

    language = Pick(label=_("Language of the section"), choices=TONGUES, required=False)
    countries = CountriesField(
        label=_("Countries it answers for"),
        required=False,
        rows=3,
        max_length=4000,
        help_text=_("One a line, in French or in English. Whoever asks to join from there is led here."),
    )
    catch_all = forms.BooleanField(
        label=_("For everybody else"),
        required=False,
        help_text=_("Takes whoever lives in none of the countries of its sisters. One community only in each network."),
    )
    ideal_size = CountField(
        label=_("Ideal number of members"),
        required=False,
        min_value=2,
        max_value=30_000,
        help_text=_(
            "A group of about ten learns best together. A fifth more than this number gives a warning, no more."
        ),
    )
    started_on = DayField(label=_("Beginning"), required=False)
    planned_end = DayField(label=_("Planned end"), required=False)


class SettingsForm(FrameForm):
    """Everything but its protection and its texts."""

    zone = ZoneField(label=_("City whose clocks count"))
    approvals_needed = CountField(
        label=_("Approvals that minutes need"),
        min_value=1,
        max_value=20,
        help_text=_("How many of those who attended approve, where nobody of the coordination does."),
    )
    vouchers_needed = CountField(
        label=_("Members who vouch for whoever asks to join"),
        max_value=10,
        help_text=_("0: the coordination alone decides."),
    )
    needs_both_languages = forms.BooleanField(
        label=_("Both languages"),
        required=False,
        help_text=_("Agendas, minutes and texts are whole only when French and English are up to date."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order = (
        "zone", "language", "countries", "catch_all", "ideal_size", "started_on", "planned_end", "approvals_needed",
        "vouchers_needed", "needs_both_languages",
    )  # fmt: skip

    def settings(self) -> Settings:
        return settings_from(self.cleaned_data)


def settings_from(said: dict[str, Any], **more: Any) -> Settings:
    """What a form says, as the action wants it."""
    names = [name for name in Settings.__dataclass_fields__ if said.get(name) is not None]
    return Settings(**({name: said[name] for name in names} | more))


def settings_start(community: Community) -> dict[str, Any]:
    """What the form begins with: the settings of today, countries by their names."""
    names = sorted(country_name(code) for code in community.countries.values_list("country", flat=True))
    start = {name: getattr(community, name) for name in Settings.__dataclass_fields__ if name != "countries"}
    return {**start, "countries": "\n".join(names)}


RISKS = {
    RiskProfile.STANDARD: _("the directory is open to members who want it, pages can be public"),
    RiskProfile.ELEVATED: _("mails say nothing, everybody signs in with a second factor, no export of the list"),
    RiskProfile.HIGH: _("no directory, no public page, short sessions, no pictures of people"),
}


class ProtectionForm(PalabreForm):
    """Stricter holds at once; less strict waits for a second person, with the reason."""

    risk = Pick(label=_("Protection"))
    reason = LongText(
        label=_("Reason, if it protects less"), required=False, rows=3, max_length=2000,
        help_text=_("The person who confirms reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, now: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        others = [risk for risk in RiskProfile if risk != now]
        shown = [(risk.value, format_lazy("{name} – {means}", name=risk.label, means=RISKS[risk])) for risk in others]
        self.fields["risk"].choices = shown  # type: ignore[attr-defined]
        self.now = now

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        risk = said.get("risk")
        if risk and not is_stricter(risk, self.now) and not said.get("reason"):
            self.add_error("reason", gettext("Less protection needs a reason that the second person can read."))
        return said


class StepForm(PalabreForm):
    """One step of a life: the stage it leads to, and what this step needs in words."""

    to = forms.CharField(widget=forms.HiddenInput)
    decision = LongText(
        label=_("What was decided"), rows=3, max_length=4000,
        help_text=_("Where, by whom and how, in a few words."),
    )  # fmt: skip
    decided_on = DayField(label=_("Day of the decision"))
    handover = LongText(
        label=_("Hand-over note"), rows=4, max_length=8000,
        help_text=_("Where the data and the products go, and who answers for them."),
    )  # fmt: skip

    def __init__(self, *args: Any, decision: bool, handover: bool, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not decision:
            del self.fields["decision"], self.fields["decided_on"]
        if not handover:
            del self.fields["handover"]


class MoveForm(PalabreForm):
    """Under which network a community is to stand: one that is known, or one whose coordination gave its number."""

    after = forms.ChoiceField(label=_("Network that takes it in"), required=False)
    number = Line(
        label=_("Or the number of another network"), max_length=40, required=False,
        help_text=_("Its coordination finds it on its page of communities, and gives it to you."),
    )  # fmt: skip

    def __init__(self, *args: Any, networks: list[tuple[str, str]], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["after"].choices = [("", _("Choose a network")), *networks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("after") and not said.get("number") and not self.errors:
            self.add_error("after", gettext("Choose a network, or write its number."))
        return said

    def wanted(self) -> str:
        """The id of the network."""
        return str(self.cleaned_data["number"] or self.cleaned_data["after"])
