"""Chapter three: CdP Racines Solides, from its call to its honoraria."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.demo import (
    roots_call,
    roots_choosing,
    roots_founding,
    roots_groups,
    roots_held,
    roots_meetings,
    roots_money,
    roots_plans,
    roots_reading,
)
from palabre.demo.roots_founding import Roots
from palabre.people.models import Person

BEGUN = timedelta(days=290)


def tell_roots(*, people: dict[str, Person], today: date) -> Roots:
    """Ten months: the selection was published five months ago, so that its files are still there."""
    stage = roots_founding.found_roots(people=people, begun=today - BEGUN)
    call = roots_call.write_the_call(stage)
    applications = roots_call.apply_all(stage, call)
    roots_reading.read_all(stage, call, applications)
    roots_choosing.choose(stage, call, applications, people)
    roots_groups.share_out(stage)
    rounds = roots_meetings.plan_meetings(stage, today)
    roots_groups.ask_questions(stage)
    roots_groups.decide_outcomes(stage)
    roots_plans.plan_work(stage)
    roots_money.open_budgets(stage)
    roots_plans.begin_work(stage, today)
    roots_held.hold_meetings(stage, rounds, today)
    roots_money.spend(stage, today)
    roots_money.thank(stage, today)
    return stage
