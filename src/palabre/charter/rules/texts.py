"""Who writes, translates, approves and publishes the texts of a network."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from palabre.charter.choices import PARTS, EditionState, Part, TextKind
from palabre.charter.models import Article, Edition
from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import NOTHING_HERE, may_act_as, standing
from palabre.communities.rules.roles import NETWORKS
from palabre.kit.verdict import YES, Verdict, no
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves, state_in
from palabre.people.models import Person

CLOSED = no(_("This community is closed."))
FROZEN = no(_("This version is published: it can no longer be changed. Begin a new one."))
NOT_THE_NETWORK = _("This is done by the coordination of the network.")
HELPERS = (Role.STEWARD, Role.COORDINATOR, Role.TRANSLATOR)
IN_LANGUAGE = {"fr": pgettext_lazy("in a language", "French"), "en": pgettext_lazy("in a language", "English")}
MISSING = {
    Part.PRINCIPLE: _("Write at least one principle."),
    Part.ADOPT: _("Write at least one behaviour to adopt."),
    Part.REFUSE: _("Write at least one behaviour to refuse."),
    Part.CHAPTER: _("Write at least one chapter."),
}
NOT_READY = {
    "missing": _("“%(title)s” is missing in %(language)s."),
    "outdated": _("“%(title)s” is outdated in %(language)s."),
    "draft": _("“%(title)s” is not approved in %(language)s yet."),
    "in_review": _("“%(title)s” is not approved in %(language)s yet."),
}


def writers(community: Community) -> tuple[str, ...]:
    """Network coordination; where there is no network around a community, its own coordination."""
    alone = community.parent_id is None and community.kind not in NETWORKS
    return (Role.STEWARD, Role.COORDINATOR) if alone else (Role.STEWARD,)


def can_write_texts(actor: Person, community: Community) -> Verdict:
    """Write principles, code and standards of this community (DOMAIN.md §3: by its network coordination)."""
    if community.stage in Stage.over():
        return CLOSED
    return may_act_as(actor, community.pk, NOT_THE_NETWORK, *writers(community))


def can_begin_edition(actor: Person, community: Community, kind: str = TextKind.CODE) -> Verdict:
    """A new version, one draft at a time."""
    verdict = can_write_texts(actor, community)
    if verdict and Edition.objects.filter(community=community, kind=kind, state=EditionState.DRAFT).exists():
        return no(_("A new version of this text is being written already."))
    return verdict


def can_edit_edition(actor: Person, edition: Edition) -> Verdict:
    """As long as it is a draft; frozen after."""
    if edition.state == EditionState.PUBLISHED:
        return FROZEN
    return can_write_texts(actor, edition.community)


def can_translate_edition(actor: Person, edition: Edition) -> Verdict:
    """Write the other half: also translation."""
    if edition.state == EditionState.PUBLISHED:
        return FROZEN
    roles = {Role.TRANSLATOR, *writers(edition.community)}
    return may_act_as(actor, edition.community_id, _("This is done by translation or coordination."), *roles)


def can_approve_texts(actor: Person, edition: Edition) -> Verdict:
    """Coordination or translation; not of what one has translated oneself (`languages` sees to it)."""
    if edition.state == EditionState.PUBLISHED:
        return FROZEN
    return may_act_as(actor, edition.community_id, _("This is done by translation or coordination."), *HELPERS)


def can_publish(actor: Person, edition: Edition, articles: Iterable[Article] | None = None) -> Verdict:
    """Both languages complete and approved, none outdated. The refusal names the first thing that is missing."""
    verdict = can_edit_edition(actor, edition)
    return is_ready(edition, articles) if verdict else verdict


def is_ready(edition: Edition, articles: Iterable[Article] | None = None) -> Verdict:
    """Every part has an article, and every text stands approved in both languages."""
    if articles is None:
        rows = list(edition.articles.all())
        load_halves([edition, *rows])
    else:
        rows = list(articles)
    parts = {row.part for row in rows}
    for part in PARTS[edition.kind]:
        if part not in parts:
            return no(MISSING[part])
    for row in rows:
        for language in LANGUAGES:
            gap = _gap(row, row.title, language)
            if gap is not None:
                return gap
    found = _gap_of_intro(edition)
    return YES if found is None else found


def _gap(thing: Translatable, title: str, language: str) -> Verdict | None:
    state = state_in(thing, language)
    if state == "approved":
        return None
    return no(NOT_READY[state] % {"title": title, "language": IN_LANGUAGE[language]})


def _gap_of_intro(edition: Edition) -> Verdict | None:
    if not edition.intro:
        return None
    found = (_gap(edition, str(_("Introduction")), language) for language in LANGUAGES)
    return next((gap for gap in found if gap is not None), None)


def visible_editions(actor: Person) -> QuerySet[Edition]:
    """Published texts of the communities that the actor reads; drafts for those who write or translate them."""
    known = standing(actor)
    drafting = Q(community_id__in=known.communities_with(*HELPERS))
    return Edition.objects.filter(drafting | Q(state=EditionState.PUBLISHED), community_id__in=known.community_ids())


def can_view_edition(actor: Person, edition: Edition) -> Verdict:
    found = visible_editions(actor).filter(pk=edition.pk).exists()
    return YES if found else no(NOTHING_HERE)


def published(kind: TextKind | str, owners: Iterable[int]) -> QuerySet[Edition]:
    """The version in force of one text, for each of these communities that has one."""
    newer = Edition.objects.filter(
        community=OuterRef("community"), kind=OuterRef("kind"), state=EditionState.PUBLISHED,
        version__gt=OuterRef("version"),
    )  # fmt: skip
    rows = Edition.objects.filter(~Exists(newer), kind=kind, state=EditionState.PUBLISHED, community_id__in=owners)
    return rows.order_by("pk")
