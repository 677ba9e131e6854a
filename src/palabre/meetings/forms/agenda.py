"""Points of the agenda, and the other half of titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.queries import Known
from palabre.kit.forms import CountField, Line, LongText, PalabreForm, Pick
from palabre.languages.queries import other
from palabre.meetings.choices import ItemKind
from palabre.meetings.models import AgendaItem
from palabre.meetings.queries.agenda import Passage

KINDS = [(kind.value, kind.label) for kind in (ItemKind.TOPIC, ItemKind.BREAK)]


class ItemForm(PalabreForm):
    """One point, in one language or both."""

    title_fr = Line(label=_("Title in French"), max_length=200, required=False, lang="fr")
    title_en = Line(label=_("Title in English"), max_length=200, required=False, lang="en")
    minutes = CountField(label=_("How many minutes"), min_value=1, max_value=1440)
    owner = forms.ChoiceField(label=_("Who leads this point"), required=False)
    owner_label = Line(
        label=_("Or another name"), max_length=120, required=False, help_text=_("A guest, a group, an organisation.")
    )
    kind = Pick(label=_("Kind"), choices=KINDS, required=False)

    def __init__(self, *args: Any, people: Iterable[Known] = (), item: AgendaItem | None = None, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        known = list(people)
        self.people = {one.key: one.person for one in known}
        self.source_language = item.source_language if item else ""
        owners = [(one.key, one.name) for one in known]
        self.fields["owner"].choices = [("", _("nobody in particular")), *owners]  # type: ignore[attr-defined]
        if item and item.kind == ItemKind.COMMITMENTS:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """One of the two titles is there; of a point that stands already, the one it was written in."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = [self.source_language] if self.source_language else ["fr", "en"]
        titles = [said.get(f"title_{language}", "") for language in wanted]
        if not any(titles) and not any(f"title_{language}" in self.errors for language in wanted):
            self.add_error(f"title_{wanted[0]}", _("Give this point a title, in French or in English."))
        return said

    def words(self, reader_language: str) -> dict[str, Any]:
        """What the actions want: title, its language, the other half, minutes, kind, owner."""
        said = self.cleaned_data
        source = self.source_language or (
            reader_language if said[f"title_{reader_language}"] else other(reader_language)
        )
        return {
            "title": said[f"title_{source}"],
            "other_title": said[f"title_{other(source)}"],
            "minutes": said["minutes"],
            "kind": said.get("kind") or ItemKind.TOPIC,
            "owner": self.people.get(said["owner"]),
            "owner_label": said["owner_label"],
        }

    def language(self, reader_language: str) -> str:
        """The language in which a new point was written first."""
        return reader_language if self.cleaned_data[f"title_{reader_language}"] else other(reader_language)


class TitlesForm(PalabreForm):
    """The other half of every title, each with the version that its writer saw."""

    def __init__(self, *args: Any, passages: Sequence[Passage] = (), **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.passages = passages
        for one in passages:
            self.fields[one.name] = _text(one)
            self.fields[_version(one)] = forms.IntegerField(
                initial=one.version, widget=forms.HiddenInput, required=False, min_value=0
            )

    def rows(self) -> list[tuple[Passage, Any, Any]]:
        """Passage, field, hidden version: as the page shows them."""
        return [(one, self[one.name], self[_version(one)]) for one in self.passages]

    def changed(self) -> list[tuple[Passage, str, int]]:
        """What was written or written again: passage, text, version seen."""
        said = self.cleaned_data
        return [
            (one, said[one.name], said.get(_version(one)) or 0)
            for one in self.passages
            if said[one.name] and (said[one.name] != one.text or one.state in ("outdated", "draft"))
        ]


def _version(one: Passage) -> str:
    return f"version-{one.name}"


def _text(one: Passage) -> forms.Field:
    languages = {"fr": _("In French"), "en": _("In English")}
    wanted: dict[str, Any] = {
        "label": languages[one.target_language],
        "initial": one.text,
        "required": False,
        "lang": one.target_language,
    }
    field = LongText(rows=3, max_length=1500, **wanted) if one.field == "welcome" else Line(max_length=200, **wanted)
    field.widget.attrs["class"] = "in"
    return field
