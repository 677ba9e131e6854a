"""How somebody wants her account to be erased; whom a keeper names beside her."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import Line, PalabreForm, Pick
from palabre.people.choices import WordsAfter

LATER, NOW = "later", "now"


class ErasureForm(PalabreForm):
    when = Pick(
        label=_("When"),
        choices=[
            (LATER, _("in seven days; until then I can take it back")),
            (NOW, _("at once; nothing can be taken back")),
        ],
        initial=LATER,
    )
    words = Pick(label=_("What I wrote for a community"), choices=WordsAfter.choices, initial=WordsAfter.NAMELESS)


class NameKeeperForm(PalabreForm):
    account = Line(
        label=_("The letters of the account"),
        max_length=12,
        help_text=_("Twelve letters and figures. The person finds them under Me, and tells you."),
    )
