"""A campaign, what a member looks for or offers, and her answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Side
from palabre.communities.models import Campaign, JoinLink
from palabre.kit.forms import DayField, Line, LongText, PalabreForm, Pick, PickMany
from palabre.languages.queries import words


class CampaignForm(PalabreForm):
    """Its words in both languages, its days, its links."""

    title_fr = Line(label=_("Title in French"), max_length=160, required=False, lang="fr")
    title_en = Line(label=_("Title in English"), max_length=160, required=False, lang="en")
    text_fr = LongText(label=_("For whom and why, in French"), rows=4, max_length=3000, required=False, lang="fr")
    text_en = LongText(label=_("For whom and why, in English"), rows=4, max_length=3000, required=False, lang="en")
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(label=_("Last day"))
    introductions = forms.BooleanField(
        label=_("Members may say what they look for and offer, and be introduced to each other"), required=False
    )
    links = PickMany(label=_("Join links of this campaign"), required=False)

    def __init__(self, *args: Any, links: Iterable[JoinLink], offers: bool, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.by_id = {link.public_id: link for link in links}
        said = [(key, f"{link.get_language_display()} · {link.public_id[:4]}") for key, link in self.by_id.items()]
        self.fields["links"].choices = said  # type: ignore[attr-defined]
        if not said:
            del self.fields["links"]
        if not offers:
            del self.fields["introductions"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not (said.get("title_fr") or said.get("title_en")) and not {"title_fr", "title_en"} & set(self.errors):
            self.add_error("title_fr", _("Give the campaign a title, in French or in English."))
        opens, closes = said.get("opens_on"), said.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the first. Choose a later one."))
        return said

    def said(self) -> dict[str, Any]:
        """What the actions are given."""
        said = self.cleaned_data
        return {
            "texts": {name: {one: said[f"{name}_{one}"] for one in ("fr", "en")} for name in ("title", "text")},
            "opens_on": said["opens_on"],
            "closes_on": said["closes_on"],
            "introductions": bool(said.get("introductions")),
            "links": [self.by_id[key] for key in said.get("links", ())],
        }


def initial_campaign(campaign: Campaign) -> dict[str, Any]:
    texts = {f"{name}_{one}": words(campaign, name, one).text for name in ("title", "text") for one in ("fr", "en")}
    rest = {name: getattr(campaign, name) for name in ("opens_on", "closes_on", "introductions")}
    return {**texts, **rest, "links": list(campaign.links.values_list("public_id", flat=True))}


class WishForm(PalabreForm):
    """A theme of the community, or another one."""

    side = Pick(label=_("What I want"), choices=Side.choices)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    other = Line(label=_("Another theme"), max_length=120, required=False)
    text = Line(
        label=_("In a line"),
        max_length=300,
        required=False,
        help_text=_("Read only by whoever you are introduced to, once you have both said yes."),
    )

    def __init__(self, *args: Any, themes: Sequence[str], **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        known = [(theme[:120], theme[:120]) for theme in themes]
        self.fields["theme"].choices = [("", _("another one")), *known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["theme"]
            other = self.fields["other"]
            other.label, other.required = _("Theme"), True
            other.error_messages["required"] = _("Say in a few words what it is about.")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not (said.get("theme") or said.get("other")) and "other" not in self.errors:
            self.add_error("other", _("Say in a few words what it is about."))
        return said

    def said(self) -> dict[str, str]:
        said = self.cleaned_data
        return {"side": said["side"], "theme": said["other"] or said["theme"], "text": said["text"]}


class IntroductionForm(PalabreForm):
    contact = Line(
        label=_("How to reach me"),
        max_length=160,
        required=False,
        help_text=_("If you like. Read by this person alone, and only once she has said yes too."),
    )
