"""`python -m tests.browser.planting`: a community and its open call, in the database of a served house. Prints the
address of the call's application page."""

from __future__ import annotations

import os
import sys

import django


def plant() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palabre.config.settings")
    django.setup()

    # only now: models need the settings
    from tests.factories import make_community
    from tests.unit.calls import making_applying as m

    community = make_community("Racines", risk="high")
    call = m.make_call(
        community, bare=True, title="Un an pour apprendre ensemble", capacity="Ai-je le temps ?", listed=False,
        ai_notice="Une aide pour la formulation est permise.", zone="Asia/Kolkata",
    )  # fmt: skip
    m.with_rules(call)
    for place, title in enumerate(("Soins", "Redevabilité"), start=1):
        call.themes.create(title=title, position=place)
    m.ask(call, "Quelle expérience apportez-vous ?", position=1, longest=20_000)
    which = m.ask(call, "Avez-vous déjà animé un groupe ?", "choice", "Oui", "Non", position=2)
    m.ask(call, "Lequel ?", "line", position=3, only_after=which.options.get(label="Oui"), longest=200)
    m.ask(call, "Combien d’heures par mois ?", "number", position=4, least=m.number("1"), most=m.number("40"))
    m.ask(call, "Un document, si vous voulez", "file", position=5, required=False)
    return f"/apply/{call.public_id}/"


if __name__ == "__main__":
    sys.stdout.write(plant())
