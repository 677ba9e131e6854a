"""Communities begin, and say what they are."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.settling import Settings, write_settings
from palabre.communities.choices import PlaceState, RiskProfile, Stage
from palabre.communities.models import Community, Organisation, OrganisationPlace
from palabre.communities.rules import (
    can_add_organisation,
    can_edit_community,
    can_found_community,
    can_propose_community,
    fresh,
)
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import write_half
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.queries import other, words
from palabre.people.models import Person

Texts = Mapping[str, Mapping[str, str]]
NAMELESS = no(_("A community needs a name."))
TWO_WRITERS = no(_("Somebody else changed these texts while you were writing. Theirs stand below yours."))


def found_community(
    *,
    actor: Person,
    parent: Community | None = None,
    kind: str,
    name: str,
    source_language: str,
    zone: str,
    texts: Mapping[str, str] | None = None,
    risk: str = RiskProfile.STANDARD,
    settings: Settings | None = None,
) -> Community:
    """A keeper founds the first network; a steward founds inside hers. Nobody belongs to it yet. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        if parent is not None:
            parent = Community.objects.select_for_update().get(pk=parent.pk)
        require(can_found_community(actor, parent))
        if not one_line(name):
            raise Refused(NAMELESS, "name")
        community = Community.objects.create(
            parent=parent,
            kind=kind,
            name=one_line(name),
            source_language=source_language,
            zone=zone,
            risk=risk,
            **{field: clean(text) for field, text in (texts or {}).items()},
        )
        if settings is not None:
            write_settings(community=community, settings=settings)
        _tell("communities.founded", actor, community, parent=parent.pk if parent else None)
    return community


def propose_community(
    *, actor: Person, parent: Community, kind: str, name: str, source_language: str, zone: str
) -> Community:
    """Who coordinates proposes one within hers; it waits for the coordination of the network. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        parent = Community.objects.select_for_update().get(pk=parent.pk)
        require(can_propose_community(actor, parent))
        if not one_line(name):
            raise Refused(NAMELESS, "name")
        community = Community.objects.create(
            parent=parent, kind=kind, name=one_line(name), source_language=source_language, zone=zone,
            stage=Stage.PROPOSED,
        )  # fmt: skip
        _tell("communities.proposed", actor, community, parent=parent.pk)
    return community


def state_purpose(*, actor: Person, community: Community, texts: Texts, seen: str | None = None) -> Community:
    """Write what a community says of itself, in both languages: `{"domain": {"fr": …, "en": …}}`.

    `seen` is `texts_seal` as the writer read it; if it no longer holds, raises `Clash` and writes nothing.
    Whoever coordinates answers for both languages, so that no second approval is asked.
    """
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_edit_community(actor, community))
        if seen is not None and seen != texts_seal(community=community):
            raise Clash(TWO_WRITERS, community)
        source = community.source_language
        for field, halves in texts.items():
            if source in halves:
                setattr(community, field, clean(halves[source]))
        if not one_line(community.name):
            raise Refused(NAMELESS, f"name_{source}")
        community.save(update_fields=list(texts))
        for field, halves in texts.items():
            _write_other(actor, community, field, halves.get(other(source)))
        _tell("communities.purpose_stated", actor, community)
    return community


def _write_other(actor: Person, community: Community, field: str, text: str | None) -> None:
    language = other(community.source_language)
    if text is None or (not text and words(community, field, language).missing):
        return
    write_half(
        actor_id=actor.pk,
        thing=community,
        field=field,
        language=language,
        text=text,
        state=HalfState.APPROVED,
        community_id=community.pk,
    )


def texts_seal(*, community: Community) -> str:
    """Changes as soon as one of its texts does, in either language."""
    fields = [words(community, name, language).text for name in community.translatable for language in LANGUAGES]
    return digest("\x1f".join(fields))[:16]


def add_organisation(*, actor: Person, community: Community, name: str, kind: str) -> Organisation:
    """An organisation that takes part here; one of the same name is the same. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        require(can_add_organisation(actor, community))
        known = Organisation.objects.filter(added_in=community, name__iexact=one_line(name)).first()
        if known is not None:
            give_place(organisation=known, community=community)
            return known
        organisation = Organisation.objects.create(name=one_line(name), kind=kind, added_in=community)
        give_place(organisation=organisation, community=community)
        record(
            "communities.organisation_added",
            actor_id=actor.pk,
            community_id=community.pk,
            subject="organisation",
            subject_id=organisation.pk,
        )
    return organisation


def give_place(*, organisation: Organisation, community: Community) -> OrganisationPlace:
    """Its open place here, or a new one as a member; the right has been asked already."""
    here = OrganisationPlace.objects.filter(organisation=organisation, community=community)
    open_one = here.filter(state__in=(PlaceState.REQUESTED, PlaceState.ACTIVE)).first()
    return open_one or OrganisationPlace.objects.create(organisation=organisation, community=community)


def _tell(kind: str, actor: Person, community: Community, **facts: int | None) -> None:
    record(kind, actor_id=actor.pk, community_id=community.pk, subject="community", subject_id=community.pk, **facts)
