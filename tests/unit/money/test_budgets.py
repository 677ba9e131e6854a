"""A budget is opened, written, handed in, approved by three people, revised; nothing else moves money (INV-18)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.groups.choices import GroupStage
from palabre.groups.gates import missing_before
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.money.actions.approving import approve_budget, comment_budget, return_budget
from palabre.money.actions.budgets import (
    add_line,
    open_budget,
    open_community_budget,
    remove_line,
    submit_budget,
    withdraw_budget,
    write_line,
)
from palabre.money.actions.closing import close_budget
from palabre.money.actions.expenses import reject_expense
from palabre.money.actions.revising import begin_revision, move_money
from palabre.money.choices import VersionState
from palabre.money.models import Budget, BudgetLine, BudgetVersion
from palabre.money.queries.budgets import budget_page, compare
from palabre.money.rules.approving import signing_of
from palabre.money.rules.budgets import can_open_budget, can_open_community_budget, can_view_budget, visible_budgets
from palabre.money.rules.sums import amounts_of, in_work
from palabre.money.rules.sums import in_force as version_in_force
from tests.factories import grant
from tests.personas import Cast
from tests.unit.money.making_budgets import (
    House,
    approved,
    approved_by,
    community_budget,
    drafted,
    entered,
    in_force,
    line_of,
    make_house,
)

pytestmark = pytest.mark.django_db
EVERYBODY = ("coordinator", "mel", "treasurer", "lead", "pal", "member", "outsider")


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def refused(act, *words: str) -> str:
    with pytest.raises(Refused) as told:
        act()
    sentence = str(told.value.verdict.why)
    for word in words:
        assert word in sentence
    return sentence


def test_the_lead_opens_the_budget_of_her_group_and_the_coordination_the_community_s(house: House) -> None:
    assert [n for n in EVERYBODY if can_open_budget(house.person(n), house.group)] == ["lead"]
    assert [n for n in EVERYBODY if can_open_community_budget(house.person(n), house.here)] == ["coordinator"]
    drafted(house)
    refused(lambda: open_budget(actor=house.person("lead"), group=house.group, currency="EUR"), "already")
    refused(lambda: open_community_budget(actor=house.person("coordinator"), community=house.here, currency="ZZZ"))
    community_budget(house)
    refused(
        lambda: open_community_budget(actor=house.person("coordinator"), community=house.here, currency="EUR"), "Close"
    )


def test_who_sees_which_budget(house: House) -> None:
    group, own = drafted(house), community_budget(house)
    seen = {name: set(visible_budgets(house.person(name))) for name in EVERYBODY}
    assert seen["outsider"] == set()
    assert seen["member"] == {own}
    assert all(seen[name] == {group, own} for name in ("coordinator", "mel", "treasurer", "lead", "pal"))
    for name in EVERYBODY:
        for budget in (group, own):
            assert bool(can_view_budget(house.person(name), budget)) == (budget in seen[name])


def test_only_who_keeps_it_writes_and_never_after_it_is_handed_in(house: House) -> None:
    budget = drafted(house)
    said = {"category": "care", "label": "Écoute", "amount": Decimal(10), "language": "fr"}
    for name in ("pal", "coordinator", "mel", "treasurer", "member", "outsider"):
        refused(lambda name=name: add_line(actor=house.person(name), budget=budget, **said))
    submit_budget(actor=house.person("lead"), budget=budget)
    refused(lambda: add_line(actor=house.person("lead"), budget=budget, **said), "handed in")
    refused(lambda: write_line(actor=house.person("lead"), line=line_of(budget), amount=Decimal(1)), "handed in")
    refused(lambda: remove_line(actor=house.person("lead"), line=line_of(budget)), "handed in")


def test_bad_lines_are_refused_and_nothing_is_written(house: House) -> None:
    budget = open_budget(actor=house.person("lead"), group=house.group, currency="XOF")
    lead = house.person("lead")
    good = {"category": "care", "label": "Écoute", "amount": Decimal(10), "language": "fr"}
    for bad in (
        {"amount": Decimal(-1)},
        {"amount": Decimal("10.5")},
        {"amount": Decimal(100000000000)},
        {"label": "   "},
        {"label": "x" * 201},
        {"category": "bribes"},
    ):
        refused(lambda bad=bad: add_line(actor=lead, budget=budget, **(good | bad)))
    assert not BudgetLine.objects.exists()
    refused(lambda: submit_budget(actor=house.person("lead"), budget=budget), "at least one line")


def test_three_different_people_in_three_names_put_it_in_force(house: House) -> None:
    budget = drafted(house)
    refused(lambda: approve_budget(actor=house.person("mel"), budget=budget), "not handed in")
    submit_budget(actor=house.person("lead"), budget=budget)
    for name in ("lead", "pal", "member", "outsider"):
        refused(lambda name=name: approve_budget(actor=house.person(name), budget=budget))
    approve_budget(actor=house.person("coordinator"), budget=budget)
    refused(lambda: approve_budget(actor=house.person("coordinator"), budget=budget), "already")
    approve_budget(actor=house.person("treasurer"), budget=budget)
    refused(lambda: approve_budget(actor=house.person("cashier"), budget=budget), "this name already")
    assert version_in_force(budget) is None
    version = approve_budget(actor=house.person("mel"), budget=budget)
    assert version.state == VersionState.APPROVED
    assert sorted(version.approvals.values_list("approver", flat=True)) == ["coordinator", "mel", "treasurer"]
    assert version.approvals.values("by").distinct().count() == 3
    kinds = list(Entry.objects.filter(subject="budget").order_by("pk").values_list("kind", flat=True))
    assert kinds[-4:] == ["money.budget_approved"] * 3 + ["money.budget_in_force"]


def test_nobody_of_the_group_approves_and_the_page_says_whom_to_ask(house: House) -> None:
    """A role whose only holder is in the group does not vanish: another person is named for it."""
    budget = drafted(house)
    GroupMembership.objects.create(community=house.here, group=house.group, person=house.mel)
    submit_budget(actor=house.person("lead"), budget=budget)
    refused(lambda: approve_budget(actor=house.person("mel"), budget=budget), "in this group")
    approved_by(house, budget, "coordinator", "treasurer")
    assert version_in_force(budget) is None
    page = budget_page(house.person("lead"), budget)
    assert "monitoring" in str(page.explained())
    grant(house.member, house.here, Role.MEL)
    approve_budget(actor=house.person("member"), budget=budget)
    assert version_in_force(budget) is not None


def test_two_people_are_enough_only_where_there_are_no_three_and_one_never(house: House) -> None:
    budget = drafted(house)
    submit_budget(actor=house.person("lead"), budget=budget)
    version = in_work(budget)
    assert version
    assert signing_of(budget, version).wanted == 3
    RoleGrant.objects.filter(person=house.mel).delete()
    signing = signing_of(budget, version)
    assert signing.wanted == 2
    assert "monitoring" in str(signing.sentence())
    approve_budget(actor=house.person("coordinator"), budget=budget)
    RoleGrant.objects.filter(role=Role.TREASURER, community=house.here).delete()
    grant(house.coordinator, house.here, Role.TREASURER)
    assert signing_of(budget, version).wanted == 1
    refused(lambda: approve_budget(actor=house.person("coordinator"), budget=budget))
    assert version_in_force(budget) is None


def test_whoever_holds_two_roles_gives_one_name_and_leaves_the_other_to_who_can(house: House) -> None:
    """The coordination also does the follow-up: she signs as coordination, for somebody else can sign as MEL."""
    grant(house.coordinator, house.here, Role.MEL)
    budget = drafted(house)
    submit_budget(actor=house.person("lead"), budget=budget)
    approve_budget(actor=house.person("coordinator"), budget=budget)
    version = in_work(budget)
    assert version
    assert version.approvals.get().approver == "coordinator"
    approved_by(house, budget, "mel", "cashier")
    assert version_in_force(budget) == version


def test_the_community_s_own_is_not_approved_by_who_handed_it_in(house: House) -> None:
    budget = open_community_budget(actor=house.person("coordinator"), community=house.here, currency="EUR")
    add_line(
        actor=house.person("coordinator"), budget=budget, category="event", label="X", amount=Decimal(9), language="fr"
    )
    submit_budget(actor=house.person("coordinator"), budget=budget)
    refused(lambda: approve_budget(actor=house.person("coordinator"), budget=budget), "You handed in")
    approved_by(house, budget, "mel")
    assert version_in_force(budget) is None
    grant(house.member, house.here, Role.COORDINATOR)
    approved_by(house, budget, "treasurer")
    assert version_in_force(budget) is None, "a second coordination exists now: three names again"
    approved_by(house, budget, "member")
    assert version_in_force(budget) is not None


def test_whoever_began_or_wrote_a_version_does_not_approve_it(house: House) -> None:
    """The community's own, with three of the coordination: one begins it, one writes in it, one hands it in."""
    for one in (house.member, house.pal):
        grant(one, house.here, Role.COORDINATOR)
    budget = open_community_budget(actor=house.person("coordinator"), community=house.here, currency="EUR")
    add_line(actor=house.person("member"), budget=budget, category="event", label="X", amount=Decimal(9), language="fr")
    submit_budget(actor=house.person("pal"), budget=budget)
    refused(lambda: approve_budget(actor=house.person("coordinator"), budget=budget), "You wrote in")
    refused(lambda: approve_budget(actor=house.person("member"), budget=budget), "You wrote in")
    refused(lambda: approve_budget(actor=house.person("pal"), budget=budget), "You handed in")
    grant(house.lead, house.here, Role.COORDINATOR)
    approved_by(house, budget, "mel", "treasurer")
    assert version_in_force(budget) is None, "somebody of the coordination who wrote nothing is there: three names"
    approved_by(house, budget, "lead")
    assert version_in_force(budget) is not None
    begin_revision(actor=house.person("member"), budget=budget, reason="Moins cher")
    write_line(actor=house.person("pal"), line=line_of(budget), amount=Decimal(8))
    submit_budget(actor=house.person("pal"), budget=budget)
    approve_budget(actor=house.person("coordinator"), budget=budget)  # what she wrote before is in force already
    refused(lambda: approve_budget(actor=house.person("member"), budget=budget), "You wrote in")


def test_sent_back_with_a_remark_it_is_written_again_and_approvals_fall_away(house: House) -> None:
    budget = drafted(house)
    handed = submit_budget(actor=house.person("lead"), budget=budget)
    approve_budget(actor=house.person("mel"), budget=budget)
    comment_budget(actor=house.person("pal"), budget=budget, text="Et les repas ?")
    refused(lambda: return_budget(actor=house.person("pal"), budget=budget, text="Non"))
    refused(lambda: return_budget(actor=house.person("treasurer"), budget=budget, text="  "))
    return_budget(actor=house.person("treasurer"), budget=budget, text="Trop pour les voyages.")
    version = in_work(budget)
    assert version
    assert (version.state, version.approvals.count()) == (VersionState.RETURNED, 0)
    write_line(actor=house.person("lead"), line=line_of(budget), amount=Decimal(400))
    submit_budget(actor=house.person("lead"), budget=budget)
    with pytest.raises(Clash):
        approve_budget(actor=house.person("mel"), budget=budget, seen=handed.version)
    approved_by(house, budget)
    assert budget_page(house.person("lead"), budget).whole.total == 700


def test_the_lead_who_leaves_with_the_budget_half_approved_does_not_stop_it(house: House) -> None:
    budget = drafted(house)
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator")
    GroupMembership.objects.filter(person=house.lead).update(leads=False, left_at="2026-01-01T00:00Z")
    refused(lambda: approve_budget(actor=house.person("lead"), budget=budget))
    approved_by(house, budget, "mel", "treasurer")
    assert version_in_force(budget) is not None
    refused(lambda: begin_revision(actor=house.person("lead"), budget=budget, reason="Encore"))
    GroupMembership.objects.filter(person=house.pal).update(leads=True)
    begin_revision(actor=house.person("pal"), budget=budget, reason="Je reprends")


def test_a_revision_has_a_reason_moves_money_and_what_is_in_force_holds_until_three_approved(house: House) -> None:
    budget = in_force(house)
    travel, events = line_of(budget), line_of(budget, 1)
    refused(lambda: write_line(actor=house.person("lead"), line=travel, amount=Decimal(1)), "revision")
    refused(lambda: begin_revision(actor=house.person("lead"), budget=budget, reason=" "))
    begin_revision(actor=house.person("lead"), budget=budget, reason="Une rencontre de plus.")
    refused(lambda: begin_revision(actor=house.person("lead"), budget=budget, reason="Deux"), "being written")
    refused(lambda: submit_budget(actor=house.person("lead"), budget=budget), "Nothing differs")
    move_money(actor=house.person("lead"), source=travel, target=events, amount=Decimal(200))
    refused(lambda: move_money(actor=house.person("lead"), source=travel, target=events, amount=Decimal(301)), "300")
    refused(lambda: move_money(actor=house.person("lead"), source=travel, target=travel, amount=Decimal(1)))
    add_line(
        actor=house.person("lead"), budget=budget, category="care", label="Écoute", amount=Decimal(50), language="fr"
    )
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator", "mel")
    assert amounts_of(version_in_force(budget))[travel.pk] == 500
    approved_by(house, budget, "treasurer")
    assert list(amounts_of(version_in_force(budget)).values()) == [300, 500, 50]
    assert list(BudgetVersion.objects.values_list("state", flat=True)) == ["superseded", "approved"]
    compared = compare(budget, 1, 2)
    assert compared
    assert [(row.before, row.after, row.difference) for row in compared.rows] == [
        (500, 300, -200),
        (300, 500, 200),
        (0, 50, 50),
    ]
    assert (compared.total_before, compared.total_after, compared.difference) == (800, 850, 50)


def test_a_line_never_goes_below_what_is_approved_and_paid_on_it(house: House) -> None:
    budget = in_force(house)
    travel = line_of(budget)
    approved(house, budget, "350")
    begin_revision(actor=house.person("lead"), budget=budget, reason="Moins de voyages")
    refused(lambda: write_line(actor=house.person("lead"), line=travel, amount=Decimal(349)), "350")
    refused(lambda: remove_line(actor=house.person("lead"), line=travel), "stays")
    write_line(actor=house.person("lead"), line=travel, amount=Decimal(350))
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator", "mel")
    # while the last approval is awaited, 100 more are approved under the version in force
    approved(house, budget, "100")
    refused(lambda: approve_budget(actor=house.person("treasurer"), budget=budget), "Voyages", "450")
    assert amounts_of(version_in_force(budget))[travel.pk] == 500


def test_words_of_an_approved_line_stay_and_its_translation_may_follow(house: House) -> None:
    budget = in_force(house)
    travel = line_of(budget)
    begin_revision(actor=house.person("lead"), budget=budget, reason="Un mot")
    refused(
        lambda: write_line(actor=house.person("lead"), line=travel, amount=Decimal(500), label="Autre chose"),
        "approved",
    )
    write_line(actor=house.person("lead"), line=travel, amount=Decimal(510), other_label="Travel")
    travel.refresh_from_db()
    assert travel.label == "Voyages"


def test_a_line_out_of_a_revision_stays_readable_before_and_a_new_one_vanishes(house: House) -> None:
    budget = in_force(house)
    begin_revision(actor=house.person("lead"), budget=budget, reason="Plus simple")
    fresh = add_line(
        actor=house.person("lead"), budget=budget, category="care", label="Essai", amount=Decimal(5), language="fr"
    )
    remove_line(actor=house.person("lead"), line=fresh)
    remove_line(actor=house.person("lead"), line=line_of(budget, 1))
    assert [one.label for one in budget.lines.all()] == ["Voyages", "Rencontres"]
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget)
    assert budget_page(house.person("pal"), budget).whole.total == 500
    before = compare(budget, None, 1)
    assert before
    assert before.total_after == 800


def test_a_revision_is_given_up_and_the_first_version_never(house: House) -> None:
    budget = drafted(house)
    refused(lambda: withdraw_budget(actor=house.person("lead"), budget=budget), "first version")
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget)
    begin_revision(actor=house.person("lead"), budget=budget, reason="Non")
    withdraw_budget(actor=house.person("lead"), budget=budget)
    assert in_work(budget) is None
    begin_revision(actor=house.person("lead"), budget=budget, reason="Si")
    assert [one.number for one in budget.versions.all()] == [1, 2, 3]


@pytest.mark.covers("INV-08")
def test_a_group_does_not_begin_its_work_without_an_approved_budget(house: House) -> None:
    def gaps() -> list[str]:
        group = WorkingGroup.objects.get(pk=house.group.pk)
        return [
            str(one.sentence) for one in missing_before(group, GroupStage.IMPLEMENTING) if "budget" in str(one.sentence)
        ]

    assert gaps() == ["An approved budget"]
    budget = drafted(house)
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator", "mel")
    assert gaps() == ["An approved budget"]
    approved_by(house, budget, "treasurer")
    assert gaps() == []
    begin_revision(actor=house.person("lead"), budget=budget, reason="En cours")
    assert gaps() == []


def test_a_budget_is_closed_by_the_coordination_once_nothing_is_under_way(house: House) -> None:
    budget = in_force(house)
    expense = entered(house, budget)
    refused(lambda: close_budget(actor=house.person("lead"), budget=budget))
    refused(lambda: close_budget(actor=house.person("coordinator"), budget=budget), "under way")
    reject_expense(actor=house.person("coordinator"), expense=expense, because="Double")
    close_budget(actor=house.person("coordinator"), budget=budget)
    refused(lambda: begin_revision(actor=house.person("lead"), budget=budget, reason="Encore"), "closed")
    refused(lambda: entered(house, budget), "closed")


def test_whoever_has_not_signed_only_reads(house: House) -> None:
    from palabre.communities.models import Membership

    Membership.objects.filter(person=house.lead).update(state="approved")
    refused(lambda: open_budget(actor=house.person("lead"), group=house.group, currency="EUR"), "sign the code")
    assert Budget.objects.count() == 0
