"""What visitors read: the texts in force of the networks whose risk lets them be known."""

from __future__ import annotations

from palabre.charter.queries.reading import Reading, read_all
from palabre.charter.rules import published
from palabre.communities.choices import Stage
from palabre.communities.models import Community
from palabre.communities.risk import PROTECTIONS, PublicPage
from palabre.communities.rules.roles import NETWORKS
from palabre.languages.queries import best_words, load_halves

KNOWN_RISKS = [risk for risk, protection in PROTECTIONS.items() if protection.public_page != PublicPage.NONE]


def public_texts(kind: str, language: str) -> list[tuple[str, Reading]]:
    """The name of each network at the top of a tree, with its text. The same number of queries for any number."""
    tops = Community.objects.filter(parent=None, kind__in=NETWORKS, risk__in=KNOWN_RISKS)
    keys = tops.exclude(stage__in=[Stage.PROPOSED, *Stage.over()]).values_list("pk", flat=True)
    rows = list(published(kind, keys).select_related("community"))
    load_halves([row.community for row in rows])
    named = [best_words(row.community, "name", language).text for row in rows]
    return sorted(zip(named, read_all(rows, language), strict=True), key=lambda pair: pair[0].casefold())
