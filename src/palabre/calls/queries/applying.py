"""An application as its author sees it while she writes: its sections, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, RuleKind
from palabre.calls.models import Application, Call, CallTheme, EligibilityRule
from palabre.calls.queries.paper import Asked, Paper, Part, balance_of
from palabre.calls.rules.applying import Applicant, held_applications, visible_applications_of
from palabre.calls.rules.eligibility import asks_own_name
from palabre.languages.queries import load_halves
from palabre.people.models import Person

Sentence = str | Promise
NEEDED_OF_HER: tuple[tuple[str, Sentence], ...] = (
    ("name", _("The name that you want to be called by")),
    ("email", _("An e-mail address")),
    ("country", _("The country")),
    ("french", _("How well you speak and write French")),
    ("english", _("How well you speak and write English")),
)


@dataclass(slots=True)
class Section:
    """One page of the form: `missing`, what it still needs; `begun`, whether anything stands there."""

    key: str
    title: Sentence
    url: str
    begun: bool = False
    missing: list[Sentence] = field(default_factory=list)
    voluntary: bool = False

    @property
    def done(self) -> bool:
        return self.begun and not self.missing


def call_by_id(public_id: str) -> Call | None:
    """A call that can be read from outside."""
    return Call.objects.told().select_related("community").filter(public_id=public_id).first()


def already_begun(applicant: Applicant, call: Call) -> Application | None:
    """The one that is open on this device, or under her account."""
    if applicant.person is None and not applicant.digests:
        return None
    mine = held_applications(applicant).filter(call=call).exclude(state=ApplicationState.WITHDRAWN)
    return mine.order_by("-pk").first()


def themes_of(call: Call) -> list[CallTheme]:
    """With their words in both languages."""
    rows = list(call.themes.all())
    load_halves(rows)
    return rows


def rules_of(call: Call) -> dict[str, list[EligibilityRule]]:
    """By kind: `may`, `may_not`."""
    rows = list(call.rules.all())
    load_halves(rows)
    return {kind.value: [one for one in rows if one.kind == kind] for kind in RuleKind}


def sections_of(application: Application, paper: Paper) -> list[Section]:
    """In the order in which they are filled. Pages without a question for her are left out."""
    found = [_who(application)]
    if application.call.themes.exists():
        found.append(_themes(application))
    found += _questions(application, paper)
    found.append(_section(application, "balance", _("So that less-heard voices are present"), voluntary=True))
    found[-1].begun = balance_of(application) is not None
    found.append(_declarations(application))
    return found


def missing_from(sections: list[Section]) -> list[tuple[Sentence, str]]:
    """Everything that is missing before it can be handed in, and where it is mended."""
    return [(sentence, section.url) for section in sections for sentence in section.missing]


def after(sections: list[Section], key: str) -> Section | None:
    """The section that follows; None at the end."""
    keys = [one.key for one in sections]
    place = keys.index(key) + 1 if key in keys else len(keys)
    return sections[place] if place < len(sections) else None


def _section(application: Application, name: str, title: Sentence, *more: str, voluntary: bool = False) -> Section:
    url = reverse(f"calls:apply_{name}", args=[application.public_id, *more])
    return Section(more[0] if more else name, title, url, voluntary=voluntary)


def _who(application: Application) -> Section:
    section = _section(application, "who", _("Who I am"))
    section.missing = [sentence for name, sentence in NEEDED_OF_HER if not getattr(application, name)]
    section.begun = len(section.missing) < len(NEEDED_OF_HER)
    return section


def _themes(application: Application) -> Section:
    section = _section(application, "themes", _("Themes"))
    section.begun = application.theme_choices.exists()
    section.missing = [] if section.begun else [_("The theme that you would like most")]
    return section


def _questions(application: Application, paper: Paper) -> Iterator[Section]:
    number = 0
    for part in paper.parts:
        if not part.open:
            continue
        section = _section(application, "questions", _numbered(number + 1, len(part.open)), part.public_id)
        section.missing = list(_unanswered(part, number + 1))
        section.begun = any(one.answered for one in part.open)
        section.voluntary = not any(one.question.required for one in part.open)
        number += len(part.open)
        yield section


def _unanswered(part: Part, first: int) -> Iterator[Sentence]:
    for number, one in enumerate(part.open, start=first):
        if one.question.required and not one.answered:
            yield format_lazy(_("The answer to question {number}"), number=number)


def _numbered(first: int, count: int) -> Sentence:
    if count == 1:
        return format_lazy(_("Question {number}"), number=first)
    return format_lazy(_("Questions {first} to {last}"), first=first, last=first + count - 1)


def _declarations(application: Application) -> Section:
    section = _section(application, "declarations", _("What I declare"))
    if not application.declares_rules:
        section.missing.append(_("That you have read who may apply"))
    if not application.own_name and asks_own_name(application.call):
        section.missing.append(_("That you apply in your own name"))
    section.begun = application.declares_rules or bool(application.ai_use)
    return section


@dataclass(frozen=True, slots=True)
class Written:
    """Everything that she wrote, to be read before it is handed in, and after."""

    themes: list[CallTheme]
    asked: list[Asked]


def written(application: Application, paper: Paper) -> Written:
    """Themes by her rank, and the questions that are asked of her with her answers."""
    rows = application.theme_choices.select_related("theme")
    themes = [row.theme for row in rows]
    load_halves(themes)
    return Written(themes, [one for one in paper.asked if one.is_open])


def my_applications(actor: Person) -> QuerySet[Application]:
    """Under her own pages: the latest first."""
    rows = visible_applications_of(actor).exclude(state=ApplicationState.WITHDRAWN)
    return rows.select_related("call__community").order_by("-created_at", "-pk")


def application_by_key(key: int) -> Application | None:
    return Application.objects.select_related("call__community").filter(pk=key).first()
