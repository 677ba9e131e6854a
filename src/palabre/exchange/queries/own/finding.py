"""Of what she looks for and offers, and what she wrote to the facilitation. Of others only that they answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community, ContactMessage, Wish
from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person


def wishes_of(person: Person) -> Sheet:
    rows = list(Wish.objects.filter(membership__person=person).select_related("campaign__community").order_by("pk"))
    load_halves([one.campaign.community for one in rows])
    columns = {"community": _("Community"), "side": _("What I want"), "theme": _("Theme"), "said": _("Text")}
    found = [(_name(one.campaign.community), one.get_side_display(), one.theme, one.text) for one in rows]
    return sheet("wishes", _("What I look for, what I offer"), columns, found)


def messages_of(person: Person) -> Sheet:
    rows = list(ContactMessage.objects.filter(sender=person).select_related("community").order_by("pk"))
    load_halves([one.community for one in rows])
    columns = {"community": _("Community"), "said": _("Text"), "when": _("When")}
    found = [(_name(one.community), one.text, one.created_at) for one in rows]
    return sheet("messages", _("Messages to the facilitation"), columns, found)


def _name(community: Community) -> str:
    return best_words(community, "name", page_language()).text
