"""What is typed about one part of a call: its words in both languages, and what its kind asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.parts import LONGEST, NEEDED
from palabre.calls.call_continents import Continent, countries_of
from palabre.calls.choices import RuleCheck, RuleKind
from palabre.calls.forms.calls import PairsForm
from palabre.communities.forms.settling import CountriesField
from palabre.communities.models import Community, Organisation
from palabre.kit.countries import country_name
from palabre.kit.forms import CountField, Pick, PickMany
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves

CHECKS = {
    RuleCheck.DECLARED: _("what the person declares"),
    RuleCheck.INDIVIDUAL: _("in one’s own name: no application for an organisation"),
    RuleCheck.COUNTRIES: _("the country where the person lives, from a list"),
    RuleCheck.STAFF: _("people of one organisation, by what they declare and by what is known here"),
    RuleCheck.COMMITTEE: _("members of one community or committee"),
    RuleCheck.EARLIER: _("members of an earlier cohort"),
}


class PartForm(PairsForm):
    """One kind of part; `rows` are what it may choose from."""

    needed = NEEDED
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    own: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, edit: bool = True, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not edit:
            for name in self.own:
                del self.fields[name]
        self.edit = edit

    def facts(self) -> dict[str, Any] | None:
        """What the action wants; None for whoever translates."""
        return {name: self.cleaned_data[name] for name in self.own} if self.edit else None


class ThemeForm(PartForm):
    labels = {"title": _("Theme"), "text": _("What it is about")}
    long = {"text": 6}
    longest = dict(LONGEST["theme"])


class OptionForm(PartForm):
    labels = {"label": _("Choice")}
    longest = dict(LONGEST["option"])


class CriterionForm(PartForm):
    labels = {"name": _("Criterion"), "text": _("What it means")}
    long = {"text": 3}
    longest = dict(LONGEST["criterion"])
    own = ("weight", "scale", "scored")
    weight = CountField(
        label=_("Weight"),
        min_value=1,
        max_value=10,
        initial=1,
        help_text=_("How many times its points count: 1 to 10."),
    )
    scale = CountField(label=_("Points from 0 to"), min_value=2, max_value=10, initial=5)
    scored = forms.BooleanField(
        label=_("Points are given for it"),
        required=False,
        initial=True,
        help_text=_("Without points, the committee weighs it when it composes the cohort, on totals: as for balance."),
    )


class RuleForm(PartForm):
    labels = {"label": _("Rule, as people read it")}
    longest = dict(LONGEST["rule"])
    own = ("kind", "check_by", "organisation", "community", "countries")
    kind = Pick(label=_("It says"), choices=RuleKind.choices, initial=RuleKind.MAY)
    check_by = Pick(label=_("It looks at"), choices=[(one.value, CHECKS[one]) for one in RuleCheck])
    organisation = forms.ChoiceField(
        label=_("Organisation"), required=False,
        help_text=_("It is not in the list? Add it first among the organisations of the community."),
    )  # fmt: skip
    community = forms.ChoiceField(label=_("Community, committee or cohort"), required=False)
    regions = PickMany(
        label=_("Fill in the countries of"), required=False, choices=Continent.choices,
        help_text=_("They are added to the list when you save; then take out or add what you wish."),
    )  # fmt: skip
    countries = CountriesField(
        label=_("Countries"),
        required=False,
        rows=8,
        max_length=8000,
        help_text=_("One a line, in French or in English."),
    )

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation] = (),
        communities: Iterable[Community] = (),
        **wanted: Any,
    ) -> None:
        super().__init__(*args, **wanted)
        rows = list(communities)
        load_halves(rows)
        self.houses = {one.public_id: one for one in organisations}
        self.places = {one.public_id: one for one in rows}
        if self.edit:
            named = [(key, best_words(one, "name", page_language()).text) for key, one in self.places.items()]
            offer(self, "organisation", [(key, one.name) for key, one in self.houses.items()])
            offer(self, "community", named)
        else:
            del self.fields["regions"]

    def facts(self) -> dict[str, Any] | None:
        said = super().facts()
        if said is None:
            return None
        codes = (*countries_of(self.cleaned_data["regions"]), *said["countries"])
        return said | {
            "organisation": self.houses.get(said["organisation"]),
            "community": self.places.get(said["community"]),
            "countries": tuple(dict.fromkeys(codes)),
        }


def start_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a part as its form begins with them: rows by their ids, countries by their names."""
    start = {name: getattr(value, "public_id", value) for name, value in facts.items()}
    if "countries" in start:
        start["countries"] = "\n".join(sorted(country_name(code) for code in start["countries"]))
    if "longest" in start:
        start["longest_answer"] = start.pop("longest")
    return start


def offer(form: forms.Form, name: str, rows: list[tuple[str, str]]) -> None:
    """What a field may choose from, or nothing."""
    form.fields[name].choices = [("", _("none")), *rows]  # type: ignore[attr-defined]
