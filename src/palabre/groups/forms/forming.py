"""What is typed when groups are formed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.communities.queries import Known
from palabre.groups.models import WorkingGroup
from palabre.kit.dates import NoSuchTime, local_moment
from palabre.kit.forms import CountField, DayField, HourField, Line, LongText, PalabreForm
from palabre.kit.verdict import Text
from palabre.languages.models import Translatable
from palabre.languages.queries import other, words

RANKS = (_("My first choice"), _("My second choice"), _("My third choice"))
RANK = _("My choice number {rank}")


class TwoLanguages(PalabreForm):
    """Fields in pairs: `theme_fr` and `theme_en`. A thing that stands already keeps the language it was written in."""

    names: tuple[str, ...] = ()
    first: tuple[str, Text] = ("", "")
    seen: forms.Field = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, thing: Translatable | None = None, language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.source = thing.source_language if thing is not None else ""
        self.reader = language
        for name in self.names if thing is not None else ():
            for tongue in ("fr", "en"):
                self.fields[f"{name}_{tongue}"].initial = words(thing, name, tongue).text  # type: ignore[arg-type]

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of each text, French first."""
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in self.names]

    def clean(self) -> dict[str, Any]:
        """One language is enough to begin; of what stands already, the one it was written in."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        field, sentence = self.first
        wanted = [self.source] if self.source else ["fr", "en"]
        given = [said.get(f"{field}_{tongue}") for tongue in wanted]
        if not any(given) and not any(f"{field}_{tongue}" in self.errors for tongue in wanted):
            self.add_error(f"{field}_{wanted[0] if self.source else self.reader}", str(sentence))
        return said

    def language(self) -> str:
        """The source: what it was written in, else the reader's if she filled it."""
        if self.source:
            return self.source
        return self.reader if self.cleaned_data[f"{self.first[0]}_{self.reader}"] else other(self.reader)

    def texts(self) -> dict[str, str]:
        """`theme` and `other_theme`, as the actions want them."""
        said, source = self.cleaned_data, self.language()
        found = {name: said[f"{name}_{source}"] for name in self.names}
        return found | {f"other_{name}": said[f"{name}_{other(source)}"] for name in self.names}


class GroupForm(TwoLanguages):
    """A group: its theme, what it is about, its places."""

    names = ("theme", "about")
    first = ("theme", _("Give the group a theme, in French or in English."))
    theme_fr = Line(label=_("Theme, in French"), max_length=160, required=False, lang="fr")
    theme_en = Line(label=_("Theme, in English"), max_length=160, required=False, lang="en")
    about_fr = LongText(label=_("What it is about, in French"), max_length=2000, rows=4, required=False, lang="fr")
    about_en = LongText(label=_("What it is about, in English"), max_length=2000, rows=4, required=False, lang="en")
    places = CountField(
        label=_("Places"), min_value=2, max_value=500, required=False,
        help_text=_("Leave this empty if there is no limit."),
    )  # fmt: skip


class ChoiceDayForm(PalabreForm):
    """Until when members choose, by the clock of the community."""

    day = DayField(label=_("Members choose until"))
    hour = HourField(label=_("Hour"), help_text=_("By the clock of the community."))

    def __init__(self, *args: Any, zone: str, until: datetime | None = None, **wanted: Any) -> None:
        at = until.astimezone(ZoneInfo(zone)) if until else None
        initial = {"day": at.date() if at else None, "hour": at.time() if at else time(18)}
        super().__init__(*args, initial=initial, **wanted)
        self.zone = zone
        self.until: datetime | None = None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("day") and said.get("hour"):
            try:
                self.until = local_moment(said["day"], said["hour"], self.zone)
            except NoSuchTime as gap:
                self.add_error("hour", str(gap.sentence))
        return said


class RankingForm(PalabreForm):
    """First, second, third choice …: the first one is enough."""

    def __init__(self, *args: Any, groups: Sequence[WorkingGroup], names: Sequence[str], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.groups = {one.public_id: one for one in groups}
        choices = list(zip(self.groups, names, strict=True))
        for rank in range(1, len(groups) + 1):
            label = RANKS[rank - 1] if rank <= len(RANKS) else format_lazy(RANK, rank=rank)
            nothing = _("Choose a group") if rank == 1 else _("No preference")
            self.fields[f"choice_{rank}"] = forms.ChoiceField(
                label=label, choices=[("", nothing), *choices], required=rank == 1,
                error_messages={"required": _("Choose at least one group.")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in self.fields:
            key = said.get(name)
            if key and key in seen:
                self.add_error(name, _("You have chosen this group above. Choose another one, or no preference."))
            seen.add(key or "")
        return said

    def ranking(self) -> list[WorkingGroup]:
        """In their order, what was left empty left out."""
        return [self.groups[key] for name in self.fields if (key := self.cleaned_data.get(name))]


class PlaceForm(PalabreForm):
    """One member, one group."""

    person = forms.ChoiceField(label=_("Member"))
    group = forms.ChoiceField(label=_("Group"))

    def __init__(
        self, *args: Any, people: Iterable[Known], groups: Sequence[WorkingGroup], names: Sequence[str], **wanted: Any
    ) -> None:
        super().__init__(*args, **wanted)
        known = list(people)
        self.people = {one.key: one.person for one in known}
        self.groups = {one.public_id: one for one in groups}
        nobody, nothing = ("", _("Choose a member")), ("", _("Choose a group"))
        self.fields["person"].choices = [nobody, *((one.key, one.name) for one in known)]  # type: ignore[attr-defined]
        self.fields["group"].choices = [nothing, *zip(self.groups, names, strict=True)]  # type: ignore[attr-defined]

    def place(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"person": self.people[said["person"]], "group": self.groups[said["group"]]}


class LeadForm(PalabreForm):
    """Who leads the group."""

    person = forms.ChoiceField(label=_("Member of the group"))

    def __init__(self, *args: Any, people: Iterable[Known], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        known = list(people)
        self.people = {one.key: one.person for one in known}
        nobody = ("", _("Choose a member"))
        self.fields["person"].choices = [nobody, *((one.key, one.name) for one in known)]  # type: ignore[attr-defined]
