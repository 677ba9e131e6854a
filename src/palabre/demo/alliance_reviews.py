"""What networks of the alliance say of themselves, chapter by chapter, and what a peer answers: (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both


class Answer(NamedTuple):
    """One chapter: how far, what is found, what shows it, what the peer remarks."""

    level: str
    finding: Both
    evidence: Both
    remark: Both


ANSWERS = (
    Answer(
        "partly",
        Both("Les règles sont écrites, peu de membres les connaissent.", "The rules are written, few members know them."),
        Both("Neuf membres sur trente les citent.", "Nine members in thirty can name them."),
        Both("Chez nous, une page affichée a suffi.", "With us, one page on the wall was enough."),
    ),
    Answer(
        "mostly",
        Both("Chaque assemblée a son compte rendu, dans les deux langues.", "Each assembly has minutes, in both languages."),
        Both("Les six derniers sont publiés.", "The last six are published."),
        Both("Dites aussi ce que sont devenus les engagements.", "Say also what became of the commitments."),
    ),
    Answer(
        "starting",
        Both("Un chemin existe ; personne ne l’a encore pris.", "A path exists; nobody has taken it yet."),
        Both("Aucune préoccupation reçue en un an.", "No concern received in a year."),
        Both("Zéro peut vouloir dire peur. Demandez pourquoi.", "Nought may mean fear. Ask why."),
    ),
    Answer(
        "mostly",
        Both("Nos actions se préparent avec les groupes d’ici.", "Our actions are prepared with the groups of the place."),
        Both("Deux projets arrêtés après leur avis.", "Two projects stopped on their advice."),
        Both("Un bel exemple : racontez-le aux autres réseaux.", "A fine example: tell the other networks."),
    ),
    Answer(
        "fully",
        Both("Les mouvements relisent ce que nous disons d’eux.", "The movements review what we say of them."),
        Both("Leur accord est joint à chaque prise de parole.", "Their consent is attached to each statement."),
        Both("Rien à ajouter.", "Nothing to add."),
    ),
    Answer(
        "partly",
        Both("Nous avons refusé un don ; ce n’est pas une règle.", "We declined one gift; it is not a rule."),
        Both("La liste de nos bailleurs est publique depuis mars.", "The list of our funders has been public since March."),
        Both("Écrivez cette règle avant le prochain refus.", "Write the rule before the next refusal."),
    ),
    Answer(
        "partly",
        Both("Deux adultes à chaque activité ; peu d’avis d’enfants.", "Two adults at each activity; few children are asked."),
        Both("Une consultation avec trente-deux jeunes en mai.", "One consultation with thirty-two young people in May."),
        Both("Faites-leur relire le compte rendu.", "Let them review the report."),
    ),
)  # fmt: skip
