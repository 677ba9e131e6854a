"""A time in which a community welcomes new members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Campaign, Community, JoinLink
from palabre.communities.rules import fresh
from palabre.communities.rules.joining import visible_links
from palabre.communities.rules.matching import can_change_campaign, can_open_campaign
from palabre.journal.actions import record
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other, words
from palabre.people.models import Person

Texts = dict[str, dict[str, str]]
"""`{"title": {"fr": …, "en": …}, "text": …}`."""

NAMELESS = no(_("Give the campaign a title, in French or in English."))
BACKWARDS = no(_("The last day comes before the first. Choose a later one."))
NOT_OUR_LINK = no(_("Choose join links of this community."))
SOURCES = ("fr", "en")


def open_campaign(
    *, actor: Person, community: Community, texts: Texts, opens_on: date, closes_on: date, introductions: bool,
    links: Iterable[JoinLink] = (),
) -> Campaign:  # fmt: skip
    """Begin one, in the language in which its title is written first. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_open_campaign(actor, community))
        source = _source(texts, actor.language)
        campaign = Campaign(community=community, opened_by=actor, source_language=source)
        _write(campaign, texts, opens_on, closes_on, introductions)
        campaign.save(force_insert=True)
        _finish(actor, campaign, texts, links, "communities.campaign_opened")
    return campaign


def change_campaign(
    *, actor: Person, campaign: Campaign, texts: Texts, opens_on: date, closes_on: date, introductions: bool,
    links: Iterable[JoinLink] = (),
) -> Campaign:  # fmt: skip
    """Change its words, days and links. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        campaign = Campaign.objects.select_for_update(of=("self",)).select_related("community").get(pk=campaign.pk)
        require(can_change_campaign(actor, campaign))
        _write(campaign, texts, opens_on, closes_on, introductions)
        campaign.save(update_fields=["title", "text", "opens_on", "closes_on", "introductions"])
        _finish(actor, campaign, texts, links, "communities.campaign_changed")
    return campaign


def _source(texts: Texts, reader: str) -> str:
    titles = texts["title"]
    return next((one for one in (reader, *SOURCES) if one_line(titles.get(one, ""))), reader)


def _write(campaign: Campaign, texts: Texts, opens_on: date, closes_on: date, introductions: bool) -> None:
    source = campaign.source_language
    campaign.title, campaign.text = one_line(texts["title"][source]), clean(texts["text"][source])
    if not campaign.title:
        raise Refused(NAMELESS, f"title_{source}")
    if closes_on < opens_on:
        raise Refused(BACKWARDS, "closes_on")
    campaign.opens_on, campaign.closes_on, campaign.introductions = opens_on, closes_on, introductions


def _finish(actor: Person, campaign: Campaign, texts: Texts, links: Iterable[JoinLink], kind: str) -> None:
    """The other half, the links, and the line in the journal."""
    target = other(campaign.source_language)
    for field in campaign.translatable:
        text = texts[field].get(target, "")
        if text or not words(campaign, field, target).missing:
            _half(actor, campaign, field, target, text)
    wanted = [link.pk for link in links]
    ours = visible_links(actor).filter(community_id=campaign.community_id, pk__in=wanted)
    if ours.count() != len(wanted):
        raise Refused(NOT_OUR_LINK, "links")
    campaign.links.set(ours)
    _tell(kind, actor, campaign)


def _half(actor: Person, campaign: Campaign, field: str, target: str, text: str) -> None:
    """Whoever coordinates answers for both languages, so that no second approval is asked."""
    said: dict[str, Any] = {"language": target, "text": text, "state": HalfState.APPROVED}
    write_half(actor_id=actor.pk, thing=campaign, field=field, community_id=campaign.community_id, **said)


def _tell(kind: str, actor: Person, campaign: Campaign) -> None:
    where, key = campaign.community_id, campaign.pk
    record(kind, actor_id=actor.pk, community_id=where, subject="campaign", subject_id=key)
