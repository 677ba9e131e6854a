"""What binds each of the two communities: a text being written, a code adopted and signed, a review under way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from palabre.charter.models import Adherence, Adoption, Article, Edition, Improvement, Review, ReviewLine, Signature
from palabre.commitments.models import Commitment
from palabre.communities.models import Membership, Organisation
from palabre.languages.choices import HalfState
from palabre.languages.models import Half, source_digest

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_charter(world: World) -> None:
    """Every row of the room, with the mark in every text."""
    draft = _edition(world, "code", 2, published=False)
    code = _edition(world, "code", 1)
    standards = _edition(world, "standards", 1)
    now = datetime.now(UTC)
    Adoption.objects.create(
        community=world.community, code=code, principles=_edition(world, "principles", 1),
        by=world.people["coordinator"], sign_by=now + timedelta(days=20), decision=world.mark, decided_on=date(2026, 1, 1),
    )  # fmt: skip
    place = Membership.objects.get(person=world.people["member"], community=world.community)
    Signature.objects.create(
        community=world.community, membership=place, code=code, language="fr", digest=code.digest_fr
    )
    house = Organisation.objects.get(public_id=world.ids["organisation_id"])
    Adherence.objects.create(
        community=world.community, organisation=house, code=code, by=world.people["member"], language="fr", digest="x"
    )
    review = Review.objects.create(
        community=world.community, standards=standards, planned_by=world.people["coordinator"], conclusion=world.mark
    )
    line = ReviewLine.objects.create(
        review=review, chapter=standards.articles.get(), level="partly", finding=world.mark, evidence=world.mark,
        comment=world.mark,
    )  # fmt: skip
    promised = Commitment.objects.create(
        community=world.community, text=world.says("à mieux faire"), person=world.people["member"], due=date(2027, 1, 2)
    )
    Improvement.objects.create(line=line, commitment=promised)
    world.ids |= {
        "edition_id": draft.public_id,
        "article_id": draft.articles.get().public_id,
        "review_id": review.public_id,
        "line_id": line.public_id,
    }


def _edition(world: World, kind: str, version: int, *, published: bool = True) -> Edition:
    part = {"code": "b_adopt", "standards": "d_chapter", "principles": "a_principle"}[kind]
    sealed = {
        "state": "published", "published_at": datetime.now(UTC), "digest_fr": "f" * 64, "digest_en": "e" * 64,
        "decided_on": date(2026, 1, 1), "decision": world.mark,
    }  # fmt: skip
    edition = Edition.objects.create(
        community=world.community, kind=kind, version=version, intro=world.mark, **(sealed if published else {})
    )
    article = Article.objects.create(
        edition=edition, part=part, position=1, title=world.says("article"), text=world.mark
    )
    for thing, name, source in (
        (edition, "intro", edition.intro), (article, "title", article.title), (article, "text", article.text),
    ):  # fmt: skip
        Half.objects.create(
            thing=f"charter.{thing._meta.model_name}", thing_id=thing.pk, field=name, language="en",
            text=world.says("half"), state=HalfState.APPROVED if published else HalfState.IN_REVIEW,
            source_text=source, source_digest=source_digest(source), written_by_id=world.people["translator"].pk,
        )  # fmt: skip
    return edition
