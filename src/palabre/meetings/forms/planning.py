"""Planning, changing and moving a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.queries import Known
from palabre.groups.models import WorkingGroup
from palabre.kit.dates import NoSuchTime, local_moment
from palabre.kit.forms import DayField, HourField, Line, LongText, PalabreForm, Pick, PickMany, ZoneField
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import other
from palabre.meetings.actions.frame import NO_GROUP, NO_PLACE, NO_TITLE, Frame, When, require_when
from palabre.meetings.choices import Audience, MeetingKind, Mode, Rhythm

ONCE = ("", _("only once"))
FOR_WHOM = [(one.value, one.label) for one in Audience if one.value in Audience.open()]
# kinds that say by themselves for whom they are
APART = (MeetingKind.GROUP, MeetingKind.MEL)


class WhenForm(PalabreForm):
    """From when to when, on which clocks."""

    day = DayField(label=_("Date"))
    start = HourField(label=_("Start"))
    end = HourField(label=_("End"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Only if it lasts several days, for example a visit.")
    )
    zone = ZoneField(label=_("Clocks of"), help_text=_("Each person will read the time on their own clocks."))

    def clean(self) -> dict[str, Any]:
        """Turns day and hours into moments; an hour that the clocks skip is said beside its field."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        day, zone = said.get("day"), said.get("zone")
        if day and zone:
            said["starts_at"] = self._moment("start", day, said.get("start"), zone)
            said["ends_at"] = self._moment("end", said.get("last_day") or day, said.get("end"), zone)
        if said.get("starts_at") and said.get("ends_at"):
            try:
                require_when(self.when())
            except Refused as error:
                self.refuse(error)
        return said

    def _moment(self, name: str, day: date, at: time | None, zone: str) -> datetime | None:
        if at is None:
            return None
        try:
            return local_moment(day, at, zone)
        except NoSuchTime as skipped:
            self.add_error(name, str(skipped.sentence))
            return None

    def when(self) -> When:
        said = self.cleaned_data
        return When(starts_at=said["starts_at"], ends_at=said["ends_at"], zone=said["zone"])


class FrameForm(PalabreForm):
    """What, with whom, where, in which conditions."""

    kind = Pick(label=_("Kind"), choices=MeetingKind.choices, widget=forms.Select)
    group = forms.ChoiceField(label=_("Which group"), required=False, help_text=_("For a group meeting."))
    audience = Pick(
        label=_("For whom"), choices=FOR_WHOM, required=False,
        help_text=_("A group meeting is for its group, a MEL check-in for the leads of the groups."),
    )  # fmt: skip
    title_fr = Line(label=_("Title in French"), max_length=160, required=False, lang="fr")
    title_en = Line(
        label=_("Title in English"),
        max_length=160,
        required=False,
        lang="en",
        help_text=_("One of the two is enough. The other will be marked “missing” and offered for translation."),
    )
    mode = Pick(label=_("How people meet"), choices=Mode.choices)
    place = Line(label=_("Place"), max_length=200, required=False, help_text=_("Never in a mail or a calendar."))
    place_hidden = forms.BooleanField(
        label=_("Show place and link only to people who have said that they come"), required=False
    )
    link = forms.URLField(
        label=_("Link to take part by distance"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not a complete address. It begins with https://.")},
    )
    welcome_fr = LongText(
        label=_("Access and care, in French"),
        rows=3,
        max_length=1500,
        required=False,
        lang="fr",
        help_text=_("What the place allows: ramp, childcare, meals. What each person needs stays private."),
    )
    welcome_en = LongText(label=_("Access and care, in English"), rows=3, max_length=1500, required=False, lang="en")
    interpretation = Line(
        label=_("Interpretation"), max_length=160, required=False, help_text=_("For example: French and Bamanankan.")
    )
    facilitators = PickMany(label=_("Facilitation"), required=False)
    long_because = Line(
        label=_("Why an online meeting lasts more than 90 minutes"),
        max_length=200,
        required=False,
        help_text=_("Only then; written by the coordination."),
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[Known] = (),
        groups: Sequence[tuple[WorkingGroup, str]] = (),
        kinds: Sequence[str] = (),
        source_language: str = "",
        **wanted: Any,
    ) -> None:
        """`groups`: those she may plan for, with their themes; `kinds`: those she may plan, all of them if none."""
        super().__init__(*args, **wanted)
        known = list(people)
        self.groups = {group.public_id: group for group, _theme in groups}
        self._offer_circles(groups, kinds)
        self.people = {one.key: one.person for one in known}
        self.source_language = source_language
        self.fields["facilitators"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name) for one in known
        ]
        if not self.people:
            del self.fields["facilitators"]

    def _offer_circles(self, groups: Sequence[tuple[WorkingGroup, str]], kinds: Sequence[str]) -> None:
        if kinds:
            offered = [choice for choice in MeetingKind.choices if choice[0] in kinds]
            self.fields["kind"].choices = offered  # type: ignore[attr-defined]
            if self.initial.get("kind") not in kinds:
                self.initial["kind"] = offered[0][0]
        if not groups:
            del self.fields["group"]
            return
        themes = [("", _("no group")), *((group.public_id, theme) for group, theme in groups)]
        self.fields["group"].choices = themes  # type: ignore[attr-defined]
        if len(groups) == 1 and not self.initial.get("group"):
            self.initial["group"] = groups[0][0].public_id

    @property
    def welcome(self) -> forms.BoundField:
        """Access and care in the language the meeting is written in."""
        return self[f"welcome_{self.source_language or page_language()}"]

    @property
    def welcome_too(self) -> forms.BoundField:
        """The same in the other language."""
        return self[f"welcome_{other(self.source_language or page_language())}"]

    def clean(self) -> dict[str, Any]:
        """Says at once all that is missing: on a weak line each try costs a journey."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        titles = {"title_fr", "title_en"}
        if not titles & set(self.errors) and not any(said.get(name) for name in titles):
            self.add_error(f"title_{self.source_language or page_language()}", NO_TITLE)
        if (
            self.groups
            and said.get("kind") == MeetingKind.GROUP
            and not said.get("group")
            and "group" not in self.errors
        ):
            self.add_error("group", NO_GROUP)
        if said.get("kind") not in APART and not said.get("audience") and "audience" not in self.errors:
            self.add_error("audience", _("Choose an answer."))
        if said.get("mode", Mode.ONLINE) != Mode.ONLINE and not said.get("place") and "place" not in self.errors:
            self.add_error("place", NO_PLACE)
        return said

    def frame(self, when: When, reader_language: str) -> Frame:
        """What was typed, in the language it was written in first."""
        said = self.cleaned_data
        source = self.source_language or (
            reader_language if said[f"title_{reader_language}"] or not said[f"title_{other(reader_language)}"]
            else other(reader_language)
        )  # fmt: skip
        same = ("kind", "mode", "place", "place_hidden", "link", "interpretation", "long_because")
        return Frame(
            when=when,
            source_language=source,
            title=said[f"title_{source}"],
            other_title=said[f"title_{other(source)}"],
            welcome=said[f"welcome_{source}"],
            other_welcome=said[f"welcome_{other(source)}"],
            facilitators=[self.people[key] for key in said.get("facilitators", ())],
            audience=said.get("audience") or Audience.EVERYONE,
            group=self.groups.get(said.get("group", "")),
            **{name: said[name] for name in same},
        )


class PlanForm(WhenForm, FrameForm):
    """A new meeting, or a series."""

    rhythm = Pick(label=_("How often"), choices=[ONCE, *Rhythm.choices], required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("The last day of a series; sixty meetings at most."))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("rhythm") and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until which day it returns."))
        return said


class MoveForm(WhenForm):
    """Another moment; another place or link if need be."""

    place = Line(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to take part by distance"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not a complete address. It begins with https://.")},
    )
    following = forms.BooleanField(label=_("Move the later meetings of the series too"), required=False)

    def __init__(self, *args: Any, in_series: bool = False, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not in_series:
            del self.fields["following"]


class CancelForm(PalabreForm):
    """Why it does not take place."""

    because = Line(
        label=_("Why it is cancelled"), max_length=300, help_text=_("Members read it on the page of the meeting.")
    )
    following = forms.BooleanField(label=_("Cancel the later meetings of the series too"), required=False)

    def __init__(self, *args: Any, in_series: bool = False, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        if not in_series:
            del self.fields["following"]
