"""Everything that is kept of one person, read for her own archive: other people's data stay out."""

from palabre.exchange.queries.own.applying import (
    application_answers_of,
    application_balance_of,
    applications_of,
    letters_of,
)
from palabre.exchange.queries.own.deciding import proposals_of, questions_of, stances_of
from palabre.exchange.queries.own.doing import attendance_of, named_words_of, replies_of
from palabre.exchange.queries.own.finding import messages_of, wishes_of
from palabre.exchange.queries.own.groups import group_preferences_of, group_words_of, groups_of
from palabre.exchange.queries.own.money import honoraria_of, payee_of
from palabre.exchange.queries.own.places import (
    places_of,
    promises_of,
    requests_of,
    roles_of,
    signatures_of,
)
from palabre.exchange.queries.own.planning import output_names_of, plan_words_of, steps_of
from palabre.exchange.queries.own.selecting import (
    committees_of,
    conflicts_of,
    interview_notes_of,
    interviews_of,
    reviews_of,
)
from palabre.exchange.queries.own.self import account_of, consents_of, description_of, devices_of, profile_of
from palabre.exchange.queries.own.sheet import Collector, Sheet
from palabre.exchange.queries.own.spending import budget_words_of, expenses_of
from palabre.exchange.queries.own.telling import drafts_of, news_of, uploads_of
from palabre.people.models import Person

# A room that keeps data of persons adds what it knows here; the order is that of the archive.
COLLECTORS: tuple[Collector, ...] = (
    account_of, profile_of, description_of, consents_of, devices_of, places_of, roles_of, requests_of, signatures_of,
    promises_of, wishes_of, messages_of, replies_of, attendance_of, named_words_of, uploads_of, drafts_of, news_of,
    proposals_of, stances_of, questions_of,
    groups_of, group_preferences_of, group_words_of, steps_of, plan_words_of, output_names_of,
    expenses_of, budget_words_of, honoraria_of, payee_of,
    applications_of, application_answers_of, application_balance_of, letters_of,
    interviews_of, committees_of, reviews_of, conflicts_of, interview_notes_of,
)  # fmt: skip


def everything_of(person: Person) -> list[Sheet]:
    """One sheet for each kind of thing, those without a row left out."""
    sheets = [collect(person) for collect in COLLECTORS]
    return [sheet for sheet in sheets if sheet.rows]


__all__ = ["COLLECTORS", "Sheet", "everything_of"]
