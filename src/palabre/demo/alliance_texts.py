"""Alliance Horizons Égaux: ten principles, a code of conduct in two versions, seven standards. Invented; (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both


class Item(NamedTuple):
    """One principle, behaviour or chapter: its title and its words."""

    title: Both
    text: Both


PRINCIPLES_INTRO = Both(
    "Dix convictions que nous avons écrites ensemble, de village en capitale. Elles nous tiennent quand nous ne sommes pas d’accord sur le reste.",
    "Ten convictions that we wrote together, from village to capital. They hold us when we disagree on the rest.",
)

PRINCIPLES: tuple[Item, ...] = (
    Item(Both("Les droits des femmes d’abord", "Women’s rights first"), Both("La justice de genre n’est pas un volet de notre travail : c’est la mesure de tout le reste.", "Gender justice is not one part of our work: it is the measure of everything else.")),
    Item(Both("Un féminisme qui croise les regards", "A feminism that crosses viewpoints"), Both("Une personne vit plusieurs injustices en même temps. Nous les regardons ensemble, jamais l’une contre l’autre.", "One person lives several injustices at once. We look at them together, never one against another.")),
    Item(Both("Les droits humains, sans exception", "Human rights, without exception"), Both("Aucun droit ne s’échange contre un autre, et personne n’en est laissé de côté.", "No right is traded for another, and nobody is left outside.")),
    Item(Both("Questionner le patriarcat jusqu’à ce qu’il cède", "Question patriarchy until it gives way"), Both("Nous nommons ce qui place les uns au-dessus des autres, y compris dans nos propres réunions.", "We name what sets some above others, in our own meetings too.")),
    Item(Both("Chaque identité est chez elle", "Every identity is at home"), Both("Qui l’on aime, qui l’on est et comment on le montre ne se justifient pas ici.", "Whom we love, who we are and how we show it need no justification here.")),
    Item(Both("Contre le racisme et ses racines", "Against racism and its roots"), Both("Nous cherchons les causes : l’histoire, l’argent, la langue dans laquelle on décide.", "We look for the causes: history, money, the language in which things are decided.")),
    Item(Both("Les hommes et les garçons peuvent en être", "Men and boys can be part of it"), Both("Ils peuvent soutenir l’égalité, à condition d’écouter d’abord et de rendre des comptes.", "They can support equality, provided they listen first and answer for what they do.")),
    Item(Both("Décoloniser nos façons de faire", "Decolonise how we do things"), Both("Les savoirs d’ici valent ceux d’ailleurs ; les priorités se fixent là où l’on vit.", "What is known here is worth what is known elsewhere; priorities are set where people live.")),
    Item(Both("Commencer par soi", "Begin with oneself"), Both("Nous ne demandons à personne ce que nous ne tentons pas nous-mêmes.", "We ask nobody for what we do not try ourselves.")),
    Item(Both("Répondre de ses paroles, de ses actes et de ses choix", "Answer for one’s words, acts and choices"), Both("Quand une personne dit que nous lui avons nui, nous commençons par la croire et par écouter.", "When somebody says that we harmed her, we begin by believing and listening.")),
)  # fmt: skip

CODE_INTRO = {
    1: Both("Ce code s’adresse à chaque personne, à tous les niveaux du réseau. On le signe en son nom, dans la langue où l’on se sent à l’aise.", "This code speaks to each person, at every level of the network. We sign it in our own name, in the language in which we feel at ease."),
    2: Both("Ce code s’adresse à chaque personne, à tous les niveaux du réseau et dans tous ses espaces, en ligne comme sur place. On le signe en son nom, dans la langue où l’on se sent à l’aise.", "This code speaks to each person, at every level of the network and in all its spaces, online as on site. We sign it in our own name, in the language in which we feel at ease."),
}  # fmt: skip

ADOPT: tuple[Item, ...] = (
    Item(Both("Respect et soin", "Respect and care"), Both("Je parle aux autres comme je voudrais que l’on me parle un jour difficile.", "I speak to others as I would want to be spoken to on a hard day.")),
    Item(Both("Un consentement qui se dit", "Consent that is spoken"), Both("Je demande avant de toucher, de photographier, de raconter. Le silence n’est pas un oui.", "I ask before I touch, photograph or retell. Silence is not a yes.")),
    Item(Both("Équité et égalité", "Equity and equality"), Both("Je veille à qui parle, à qui décide et à qui range les chaises.", "I watch who speaks, who decides and who puts away the chairs.")),
    Item(Both("Des décisions droites", "Upright decisions"), Both("Je dis sur quoi je me fonde, et qui en portera les effets.", "I say what my decision rests on, and who will bear its effects.")),
    Item(Both("Transparence et honnêteté", "Transparency and honesty"), Both("Je montre les comptes, les doutes et les erreurs avant qu’on me les demande.", "I show accounts, doubts and mistakes before I am asked.")),
    Item(Both("Se regarder et grandir", "Look at oneself and grow"), Both("J’accepte qu’on me fasse remarquer ce que je ne vois pas.", "I accept being told what I do not see.")),
    Item(Both("Ne pas détourner les yeux", "Not look away"), Both("Si je vois une personne en difficulté, je fais un pas vers elle, ou j’appelle quelqu’un qui peut.", "If I see somebody in trouble I take a step towards her, or call somebody who can.")),
)  # fmt: skip

REFUSE: tuple[Item, ...] = (
    Item(Both("Les comportements abusifs", "Abusive behaviour"), Both("Je n’humilie pas, je n’isole pas, je ne menace pas, ni en public ni en message privé.", "I do not humiliate, isolate or threaten, in public or in private messages.")),
    Item(Both("Le harcèlement, les abus et l’exploitation sexuels", "Sexual harassment, abuse and exploitation"), Both("Je ne me sers ni d’un rôle, ni d’une aide, ni d’un silence pour obtenir des faveurs.", "I use neither a role, nor help, nor a silence to obtain favours.")),
    Item(Both("Les discriminations", "Discrimination"), Both("Je n’écarte personne pour ce qu’elle est, ce qu’elle croit ou ce que l’on suppose d’elle.", "I push nobody aside for who she is, what she believes or what is supposed of her.")),
    Item(Both("Les conflits d’intérêts", "Conflicts of interest"), Both("Je ne participe pas à une décision où j’ai quelque chose à gagner.", "I take no part in a decision from which I stand to gain.")),
    Item(Both("La fraude et la corruption", "Fraud and corruption"), Both("Je ne prends rien de ce qui est confié à tous, pas même un petit arrangement.", "I take nothing of what is entrusted to all, not even a small arrangement.")),
    Item(Both("Les torts liés aux substances illicites", "Harm linked to illicit substances"), Both("Je ne mets personne en danger par ce que je consomme ou fais circuler.", "I put nobody in danger by what I use or pass around.")),
)  # fmt: skip

MENDED: dict[int, Item] = {
    1: Item(Both("Un consentement qui se dit", "Consent that is spoken"), Both("Je demande avant de toucher, de photographier, d’enregistrer, de raconter, et je redemande si les choses changent. Le silence n’est pas un oui.", "I ask before I touch, photograph, record or retell, and ask again when things change. Silence is not a yes.")),
    3: Item(Both("Des décisions droites", "Upright decisions"), Both("Je dis sur quoi je me fonde, et qui en portera les effets. Je le dis aussi quand une machine m’a aidé à écrire.", "I say what my decision rests on, and who will bear its effects. I say so too when a machine helped me to write.")),
}  # fmt: skip
"""Version 2 changes two of the behaviours to adopt (counted from 0)."""

MENDED_REFUSAL: dict[int, Item] = {
    3: Item(Both("Les conflits d’intérêts", "Conflicts of interest"), Both("Je déclare mes liens d’abord. Je ne participe pas à une décision où j’ai, moi ou mes proches, quelque chose à gagner.", "I declare my ties first. I take no part in a decision from which I, or those close to me, stand to gain.")),
}  # fmt: skip

STANDARDS_INTRO = Both(
    "Sept chapitres pour se regarder en face une fois par an, puis demander à un réseau ami ce qu’il voit.",
    "Seven chapters to look at ourselves once a year, then to ask a friendly network what it sees.",
)

STANDARDS: tuple[Item, ...] = (
    Item(Both("Ce qui vaut partout", "What holds everywhere"), Both("Nous disons à qui nous rendons compte, de quoi et quand. Les personnes concernées ont une place là où l’on décide.", "We say to whom we answer, for what and when. Those concerned have a seat where things are decided.")),
    Item(Both("Au sein du réseau, de la personne à la région", "Within the network, from person to region"), Both("Chaque niveau élit ses responsables, publie ses comptes rendus et tient ses engagements à jour.", "Each level elects those in charge, publishes its minutes and keeps its commitments up to date.")),
    Item(Both("Répondre aux préoccupations et aux plaintes", "Answering concerns and complaints"), Both("Un chemin sûr existe, tout le monde le connaît, et une réponse arrive dans un délai annoncé.", "A safe path exists, everybody knows it, and an answer comes within a stated time.")),
    Item(Both("Nos programmes", "Our programmes"), Both("Nous concevons avec les groupes féministes d’ici, et nous arrêtons ce qui nuit.", "We design with the feminist groups of the place, and stop what does harm.")),
    Item(Both("Notre plaidoyer", "Our advocacy"), Both("Nous portons la parole des mouvements avec leur accord, sans prendre leur place.", "We carry the word of the movements with their consent, without taking their place.")),
    Item(Both("Nos recherches de fonds", "Our fundraising"), Both("Nous ne prenons pas l’argent qui manquerait aux organisations de femmes, et nous disons d’où vient le nôtre.", "We do not take money that women’s organisations would go without, and say where ours comes from.")),
    Item(Both("Envers les enfants et les jeunes", "Towards children and young people"), Both("Leur sécurité passe avant l’activité ; leur avis compte sur ce qui les touche.", "Their safety comes before the activity; their view counts in what touches them.")),
)  # fmt: skip

DECIDED = {
    "principles": Both("Adoptés par l’assemblée des six régions, sans objection.", "Adopted by the assembly of the six regions, without objection."),
    1: Both("Adopté par l’assemblée des six régions, sans objection.", "Adopted by the assembly of the six regions, without objection."),
    2: Both("Deuxième version, adoptée par consentement après trois mois de relecture.", "Second version, adopted by consent after three months of reading."),
    "standards": Both("Adoptées par le comité de pilotage élargi.", "Adopted by the enlarged steering committee."),
    "adoption": Both("Décidé en réunion plénière, toutes les organisations présentes.", "Decided in plenary, every organisation present."),
}  # fmt: skip


def refuse_in(version: int) -> tuple[Item, ...]:
    """The behaviours to refuse, as this version of the code words them."""
    return REFUSE if version == 1 else tuple(MENDED_REFUSAL.get(n, item) for n, item in enumerate(REFUSE))


def adopt_in(version: int) -> tuple[Item, ...]:
    """The behaviours to adopt, as this version of the code words them."""
    return ADOPT if version == 1 else tuple(MENDED.get(n, item) for n, item in enumerate(ADOPT))
