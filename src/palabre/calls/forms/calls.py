"""What is typed about a call as a whole: its moments, its frame, its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.writing import LONGEST, MOST_PLACES, MOST_REVIEWS, Frame
from palabre.calls.models import Call
from palabre.calls.queries.moments import closing_moment, moments
from palabre.kit.dates import NoSuchTime, local_moment
from palabre.kit.forms import CountField, DayField, HourField, Line, LongText, PalabreForm, Pick, PickMany, ZoneField
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import words

IN = {"fr": _("{label}, in French"), "en": _("{label}, in English")}
TONGUES = [("fr", "Français"), ("en", "English")]
LABELS = {
    "title": _("Title"),
    "text": _("Text of the call"),
    "commitment": _("What is asked, and what is offered"),
    "capacity": _("Do I have the capacity now?"),
    "ai_notice": _("What holds for artificial intelligence"),
}
HELPS = {"capacity": _("One question a line.")}


class PairsForm(PalabreForm):
    """Words in both languages side by side. `long`: how many rows a longer text begins with; others are one line."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    long: dict[str, int] = {}
    needed: tuple[str, ...] = ()
    longest: dict[str, int] = {}

    def __init__(self, *args: Any, source: str, thing: Translatable | None = None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        for name in self.labels:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = self._words(name, language, source, thing)

    def _words(self, name: str, language: str, source: str, thing: Translatable | None) -> forms.Field:
        wanted: dict[str, Any] = {
            "label": format_lazy(IN[language], label=self.labels[name]),
            "lang": language,
            "required": language == source and name in self.needed,
            "initial": words(thing, name, language).text if thing is not None else "",
            "help_text": self.helps.get(name, ""),
            "max_length": self.longest[name],
        }
        return LongText(rows=self.long[name], **wanted) if name in self.long else Line(**wanted)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each text, French first."""
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in self.labels]

    def rest(self) -> list[Any]:
        """Every field that is no text."""
        texts = {f"{name}_{language}" for name in self.labels for language in LANGUAGES}
        return [bound for bound in self if bound.name not in texts and not bound.is_hidden]

    def texts(self) -> dict[str, dict[str, str]]:
        said = self.cleaned_data
        return {name: {language: said[f"{name}_{language}"] for language in LANGUAGES} for name in self.labels}


class TextsForm(PairsForm):
    """The words of the call itself."""

    labels = LABELS
    helps = HELPS
    long = {"text": 16, "commitment": 8, "capacity": 7, "ai_notice": 7}
    needed = ("title", "text")
    longest = LONGEST
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MomentsForm(PalabreForm):
    """When it opens and closes, by the clocks of one city."""

    opens_on = DayField(label=_("Opens on"))
    opens_hour = HourField(label=_("Opens at"))
    closes_on = DayField(label=_("Closes on"))
    closes_hour = HourField(
        label=_("Closes at"),
        help_text=_(
            "Applications are taken until the clock shows this time, to the second. "
            "If the clocks go back that night, the later hour counts."
        ),
    )
    zone = ZoneField(label=_("City whose clocks count"), help_text=_("The call states it beside every date."))

    def clean(self) -> dict[str, Any]:
        """`opens_at` and `closes_at`; an hour that the clocks skip is refused beside its field."""
        said = super().clean() or self.cleaned_data
        if said.get("zone"):
            said["opens_at"] = self._moment("opens", local_moment)
            said["closes_at"] = self._moment("closes", closing_moment)
        return said

    def _moment(self, name: str, of: Any) -> Any:
        day, hour = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_hour")
        if day is None or hour is None:
            return None
        try:
            return of(day, hour, self.cleaned_data["zone"])
        except NoSuchTime as error:
            self.add_error(f"{name}_hour", str(error.sentence))
            return None


PLACES = _("How many people the cohort takes.")


class BeginForm(MomentsForm):
    """The least that a call needs; the pattern brings the rest."""

    places = CountField(label=_("Places"), min_value=1, max_value=MOST_PLACES, help_text=PLACES)
    language = Pick(label=_("Language in which you write first"), choices=TONGUES)

    def beginning(self) -> dict[str, Any]:
        """What the action wants."""
        return {name: self.cleaned_data[name] for name in ("opens_at", "closes_at", "zone", "places", "language")}


class FrameForm(MomentsForm):
    """Everything of a call that is not words."""

    places = CountField(label=_("Places"), min_value=1, max_value=MOST_PLACES, help_text=PLACES)
    languages = PickMany(label=_("Applications may be written in"), choices=TONGUES)
    listed = forms.BooleanField(
        label=_("In the public list of calls"),
        required=False,
        help_text=_("Otherwise only whoever has its address reads it."),
    )
    blind = forms.BooleanField(
        label=_("Names stay hidden while applications are read"),
        required=False,
        help_text=_("Readers see neither name, nor organisation, nor address."),
    )
    with_interviews = forms.BooleanField(label=_("Some people may be invited to a talk"), required=False)
    reviews_needed = CountField(label=_("Readers for each application"), min_value=2, max_value=MOST_REVIEWS)
    themes_asked = CountField(label=_("Themes that one may rank"), min_value=1, max_value=12)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def frame(self) -> Frame:
        said = self.cleaned_data
        names = [name for name in Frame.__dataclass_fields__ if name != "languages"]
        return Frame(**{name: said[name] for name in names}, languages=tuple(said["languages"]))


class LengthenForm(PalabreForm):
    """A later last moment, by the clocks of the call."""

    closes_on = DayField(label=_("New last day"))
    closes_hour = HourField(label=_("At"))

    def __init__(self, *args: Any, zone: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("closes_on") and said.get("closes_hour") is not None:
            try:
                said["closes_at"] = closing_moment(said["closes_on"], said["closes_hour"], self.zone)
            except NoSuchTime as error:
                self.add_error("closes_hour", str(error.sentence))
        return said


class CancelForm(PalabreForm):
    reason = LongText(
        label=_("Why it is given up"), max_length=2000, rows=4,
        help_text=_("The coordination alone reads it. Whoever applied, or began to, reads that the call was given up."),
    )  # fmt: skip


def frame_start(call: Call) -> dict[str, Any]:
    """What the frame's form begins with: moments by the clocks of the call."""
    said = moments(call)
    return {
        **{name: getattr(call, name) for name in Frame.__dataclass_fields__},
        "languages": call.languages.split(","),
        "opens_on": said.opens_at.date(),
        "opens_hour": said.opens_at.time(),
        "closes_on": said.closes_at.date(),
        "closes_hour": said.closes_at.time(),
        "seen": call.version,
    }


def said_by(form: forms.Form, names: Sequence[str] | None = None) -> list[tuple[Any, str, str]]:
    """Label, words and language of each field of a form that nobody has filled: what stands now, beside a clash."""
    rows = []
    for bound in form:
        if bound.is_hidden or (names is not None and bound.name not in names):
            continue
        rows.append((bound.label, _shown(bound), bound.field.widget.attrs.get("lang", "")))
    return rows


def _shown(bound: Any) -> str:
    value = bound.initial
    if isinstance(bound.field, forms.BooleanField):
        return str(_("yes") if value else _("no"))
    choices = dict(_flat(getattr(bound.field, "choices", ())))
    values = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(choices.get(str(one), one)) for one in values if one not in {None, ""})


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(key), label
