"""The pages of budgets, expenses and the ledger: what is shown to whom, bad input that comes back, files that add up."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from palabre.communities.models import Membership
from palabre.journal.models import Entry
from palabre.money.actions.expenses import reject_expense
from palabre.money.actions.reversing import confirm_reversal, reverse_expense
from palabre.money.actions.revising import begin_revision
from palabre.money.models import Budget, Expense, HonorariumAgreement, HonorariumLine
from palabre.money.queries.ledger import ledger_of
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.people.models import Person
from palabre.people.proving import PROVED_KEY
from tests.personas import Cast
from tests.unit.money.making_budgets import (
    House,
    approved,
    checked,
    community_budget,
    drafted,
    entered,
    in_force,
    line_of,
    make_house,
    paid,
    receipt,
    yesterday,
)

pytestmark = pytest.mark.django_db
EVERYBODY = ("coordinator", "mel", "treasurer", "cashier", "lead", "pal", "member", "outsider")


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def url(name: str, *things: object) -> str:
    return reverse(f"money:{name}", args=[getattr(one, "public_id", one) for one in things])


def text_of(answer) -> str:
    main = re.sub(r"(?s)^.*<main", "<main", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").replace("\u202f", " ")


def statuses(as_person, house: House, address: str) -> dict[str, int]:
    found = {}
    for name in EVERYBODY:
        answer = as_person(house.person(name)).get(address)
        found[name] = answer.status_code
        assert not answer.streaming or answer.getvalue()
    return found


def test_whoever_may_not_see_it_finds_nothing(house: House, as_person) -> None:
    budget, own = in_force(house), community_budget(house)
    expense = paid(house, budget)
    group = {"coordinator", "mel", "treasurer", "cashier", "lead", "pal"}
    roles = {"coordinator", "mel", "treasurer", "cashier"}
    for address, who in (
        (url("budget", house.group), group),
        (url("one_budget", budget), group),
        (url("budget_versions", budget), group),
        (url("expenses", house.group), group),
        (url("expense", expense), group),
        (url("expense_proof", expense), group - {"pal"}),
        (url("community_budget", house.here), group | {"member"}),
        (url("one_budget", own), group | {"member"}),
        (url("community_expenses", house.here), roles),
        (url("money", house.here), roles),
        (url("ledger", house.here), roles | {"lead"}),
        (url("ledger_statement", house.here), roles | {"lead"}),
    ):
        found = statuses(as_person, house, address)
        assert {name for name, status in found.items() if status == 200} == who, address
        assert {status for name, status in found.items() if name not in who} == {404}, address


def test_from_opening_to_in_force_by_the_pages(house: House, as_person) -> None:
    lead = as_person(house.person("lead"))
    assert (
        "Devise" in text_of(lead.get(url("budget", house.group)))
        or lead.get(url("budget", house.group)).status_code == 200
    )
    assert as_person(house.person("pal")).post(url("budget", house.group), {"currency": "EUR"}).status_code == 422
    assert lead.post(url("budget", house.group), {"currency": "EUR"}).status_code == 303
    budget = Budget.objects.get()
    line = {"category": "travel", "label_fr": "Voyages", "label_en": "Travel", "amount": "1 250,50"}
    assert lead.post(url("budget_lines", budget), line).status_code == 303
    assert line_of(budget).amounts.get().amount == Decimal("1250.50")
    page = lead.get(url("budget_lines", budget))
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    assert seen
    assert lead.post(url("budget_submission", budget), {"seen": int(seen[1]) - 1}).status_code == 409
    assert lead.post(url("budget_submission", budget), {"seen": seen[1]}).status_code == 303
    assert lead.get(url("budget_lines", budget)).status_code == 403
    mel = as_person(house.person("mel"))
    assert mel.post(url("budget_remarks", budget), {"text": "Et **les repas** ?"}).status_code == 303
    assert "les repas" in text_of(lead.get(url("one_budget", budget)))
    for name in ("mel", "coordinator", "treasurer"):
        client = as_person(house.person(name))
        handed = re.search(r'name="seen" value="(\d+)"', client.get(url("one_budget", budget)).content.decode())
        assert handed
        assert client.post(url("budget_approval", budget), {"seen": handed[1]}).status_code == 303
    assert "1 250,50 EUR" in text_of(lead.get(url("budget", house.group)))


BAD_LINES = (
    ({"amount": "1.250"}, "deux façons"),
    ({"amount": "12 USD"}, "EUR"),
    ({"amount": "-3"}, "supérieur à zéro"),
    ({"amount": "999 999 999 999"}, "trop grand"),
    ({"amount": "abc"}, "en chiffres"),
    ({"label_fr": ""}, "Complétez"),
)


@pytest.mark.parametrize(("bad", "sentence"), BAD_LINES)
def test_a_bad_line_comes_back_filled(house: House, as_person, bad: dict, sentence: str) -> None:
    budget = drafted(house)
    said = {"category": "care", "label_fr": "Écoute", "label_en": "Listening", "amount": "10"} | bad
    answer = as_person(house.person("lead")).post(url("budget_lines", budget), said)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in text_of(answer)
    assert all(f'value="{value}"' in html for name, value in said.items() if name != "category" and value)
    assert budget.lines.count() == 2


def test_two_who_write_one_line_see_each_other_and_choose(house: House, as_person) -> None:
    budget = drafted(house)
    line, lead = line_of(budget), as_person(house.person("lead"))
    page = lead.get(url("budget_line", budget, line)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    said = {"category": "travel", "label_fr": "Voyages", "label_en": "", "amount": "450", "seen": seen[1]}
    assert lead.post(url("budget_line", budget, line), said).status_code == 303
    answer = lead.post(url("budget_line", budget, line), said | {"amount": "600"})
    assert answer.status_code == 409
    assert "450,00 EUR" in text_of(answer)
    assert 'value="600"' in answer.content.decode()
    now = re.search(r'name="seen" value="(\w+)"', answer.content.decode())
    assert now
    assert lead.post(url("budget_line", budget, line), said | {"amount": "600", "seen": now[1]}).status_code == 303


def good(budget: Budget, **fields: object) -> dict[str, object]:
    return {
        "line": line_of(budget).public_id, "what": "Car de Ségou", "spent_on": yesterday().isoformat(), "amount": "100,50",
        "currency": "EUR", "proof": receipt(), **fields,
    }  # fmt: skip


TOMORROW = (timezone.now() + timedelta(days=2)).date().isoformat()
BAD = (
    ({"amount": "1.250"}, "deux façons"),
    ({"amount": "100,505"}, "deux façons"),
    ({"amount": "1250,505"}, "subdivision"),
    ({"amount": "100 F CFA"}, "EUR"),
    ({"amount": "-100"}, "supérieur à zéro"),
    ({"amount": "0"}, "supérieur à zéro"),
    ({"amount": "999999999999"}, "trop grand"),
    ({"spent_on": TOMORROW}, "pas encore venu"),
    ({"currency": "XOF", "amount": "1000"}, "taux"),
    ({"currency": "XOF", "amount": "1000", "rate": "zéro", "rate_on": "2026-11-01"}, "taux en chiffres"),
    ({"currency": "XOF", "amount": "1000", "rate": "655,957", "rate_on": TOMORROW}, "pas encore venu"),
    ({"proof": SimpleUploadedFile("recu.jpg", b"MZ not a picture at all", "image/jpeg")}, "recu"),
    ({"proof": ""}, "photo"),
    ({"line": "nowhere"}, "proposées"),
)


@pytest.mark.parametrize(("bad", "sentence"), BAD)
def test_a_bad_expense_comes_back_filled(house: House, as_person, bad: dict, sentence: str) -> None:
    budget = in_force(house)
    said = good(budget, **bad)
    answer = as_person(house.person("lead")).post(url("expense_entry", budget), said)
    assert answer.status_code == 422
    if sentence != "recu":
        assert sentence in text_of(answer)
    html = answer.content.decode()
    assert 'class="err"' in html
    assert 'value="Car de Ségou"' in html
    assert f'value="{said["amount"]}"' in html
    assert not Expense.objects.exists()


def test_an_expense_goes_its_way_by_the_pages_and_a_repeat_makes_one(house: House, as_person) -> None:
    budget = in_force(house)
    lead = as_person(house.person("lead"))
    for _turn in range(2):
        assert lead.post(url("expense_entry", budget), good(budget, once="key-1")).status_code == 303
    expense = Expense.objects.get()
    assert as_person(house.person("lead")).post(url("expense_check", expense)).status_code == 403
    assert as_person(house.person("coordinator")).post(url("expense_check", expense)).status_code == 303
    assert as_person(house.person("treasurer")).post(url("expense_approval", expense)).status_code == 303
    answer = as_person(house.person("treasurer")).get(url("expense_payment", expense))
    assert answer.status_code == 403
    cashier = as_person(house.person("cashier"))
    said = {"means": "mobile", "reference": "MM-7", "fees": "1,20", "once": "key-2"}
    for _turn in range(2):
        assert cashier.post(url("expense_payment", expense), said).status_code == 303
    expense.refresh_from_db()
    assert (expense.state, expense.fees) == ("paid", Decimal("1.20"))
    page = text_of(cashier.get(url("expense", expense)))
    assert "MM-7" in page
    assert "MM-7" not in text_of(lead.get(url("expense", expense)))
    assert Entry.objects.filter(kind="money.expense_paid").count() == 1


@pytest.mark.covers("SR-09")
def test_a_payment_and_a_correction_ask_who_is_there(house: House, as_person) -> None:
    budget = in_force(house)
    expense, other = approved(house, budget), paid(house, budget)
    reversal = reverse_expense(actor=house.person("treasurer"), expense=other, because="Double")
    cashier = as_person(house.person("cashier"))
    session = cashier.session
    session[PROVED_KEY] = time.time() - 600
    session.save()
    for address, said in (
        (url("expense_payment", expense), {"means": "mobile"}),
        (url("expense_confirmation", reversal), {"means": "mobile"}),
        (url("expense_reversal", other), {"because": "Non"}),
    ):
        answer = cashier.post(address, said)
        assert answer.status_code in (200, 422)
        assert "Est-ce bien vous" in text_of(answer)
    assert sorted(Expense.objects.values_list("state", flat=True)) == ["approved", "checked", "paid"]


def test_over_the_line_the_page_says_what_is_left_and_the_way(house: House, as_person) -> None:
    budget = in_force(house)
    paid(house, budget, "450")
    expense = checked(house, budget, "100")
    page = as_person(house.person("treasurer")).get(url("expense", expense))
    assert "50,00 EUR" in text_of(page)
    assert url("one_budget", budget) in page.content.decode()
    answer = as_person(house.person("treasurer")).post(url("expense_approval", expense))
    assert answer.status_code == 403
    assert "révision" in text_of(answer)


def test_not_accepted_it_is_entered_again_with_what_was_typed(house: House, as_person) -> None:
    budget = in_force(house)
    expense = entered(house, budget, "12.50")
    reject_expense(actor=house.person("coordinator"), expense=expense, because="Quel jour ?")
    lead = as_person(house.person("lead"))
    page = lead.get(url("expense_again", expense))
    assert "Quel jour" in text_of(page)
    assert 'value="Car et repas"' in page.content.decode()
    said = good(budget, proof="")
    assert lead.post(url("expense_again", expense), said).status_code == 303
    assert Expense.objects.count() == 2
    assert as_person(house.person("coordinator")).get(url("expense_again", expense)).status_code == 404


def test_the_proof_is_a_download_under_a_name_that_says_nothing(house: House, as_person) -> None:
    expense = entered(house, in_force(house))
    answer = as_person(house.person("treasurer")).get(url("expense_proof", expense))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "recu" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue()[:3] == b"\xff\xd8\xff"


def test_the_money_page_shows_what_waits_for_each(house: House, as_person) -> None:
    budget = in_force(house)
    entered(house, budget, "10", what="à vérifier")
    checked(house, budget, "11", what="à approuver")
    approved(house, budget, "12", what="à payer")
    reverse_expense(actor=house.person("treasurer"), expense=paid(house, budget, "13"), because="à confirmer")
    begin_revision(actor=house.person("lead"), budget=budget, reason="X")
    for name, there in (
        ("coordinator", {"à vérifier", "à payer", "à confirmer"}),
        ("treasurer", {"à approuver"}),
        ("cashier", {"à approuver", "à payer", "à confirmer"}),
        ("mel", set()),
    ):
        page = as_person(house.person(name)).get(url("money", house.here)).content.decode()
        shown = {word for word in ("à vérifier", "à approuver", "à payer", "à confirmer") if f">{word}</a>" in page}
        assert shown == there, name


def honorarium(house: House, amount: str, **fields: object) -> HonorariumLine:
    agreement = HonorariumAgreement.objects.get_or_create(
        community=house.here, person=house.member, monthly_amount=100, first_month="2026-01-01", last_month="2026-12-01"
    )[0]
    return HonorariumLine.objects.create(
        agreement=agreement, amount=Decimal(amount), state="paid", paid_at=timezone.now(), paid_by=house.cashier,
        approved_by=house.coordinator, means="mobile", fees=Decimal("0.50"), reference="H-1", **fields,
    )  # fmt: skip


def test_honoraria_stand_in_the_ledger_without_names_for_those_who_may_not(house: House, as_person) -> None:
    Membership.objects.filter(person=house.member).update(handle="Étoile")
    paid(house, in_force(house), "100", fees="2")
    first = honorarium(house, "100", month="2026-10-01")
    honorarium(house, "-100", month="2026-10-01", reverses=first)
    honorarium(house, "100", month="2026-11-01")
    for name, known in (("treasurer", True), ("coordinator", True), ("mel", False)):
        page = text_of(as_person(house.person(name)).get(url("ledger", house.here)))
        assert ("Étoile" in page) is known
        assert "Honoraires de novembre 2026" in page
    whole = ledger_of(house.person("mel"), house.here, "fr")
    assert (whole.paid.amount, whole.paid.fees, whole.honoraria.whole()) == (200, Decimal("3.50"), Decimal("101.50"))
    assert (whole.held, whole.left()) == (800, 698)
    lead = as_person(house.person("lead")).get(url("ledger", house.here))
    assert "Honoraires" not in text_of(lead)
    part = ledger_of(house.person("lead"), house.here, "fr")
    assert part.paid.amount == 100


def test_page_statement_csv_and_excel_say_the_same_and_leave_a_trace(house: House, as_person) -> None:
    budget = in_force(house)
    paid(house, budget, "100.05", fees="2", what="=1+1")
    wrong = paid(house, budget, "30")
    reversal = reverse_expense(actor=house.person("treasurer"), expense=wrong, because="Double")
    confirm_reversal(actor=house.person("cashier"), expense=reversal, means="transfer")
    treasurer = as_person(house.person("treasurer"))
    for name in ("ledger", "ledger_statement"):
        page = text_of(treasurer.get(url(name, house.here)))
        assert "100,05 EUR" in page
        assert "697,95 EUR" in page
        assert "−30,00 EUR" in page
    answer = treasurer.post(url("ledger_csv", house.here))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="comptes.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert "'=1+1" in lines[1]
    assert "100,05;2,00;102,05" in lines[-1], "as a French spreadsheet reads them"
    assert "-30,00;" in "".join(lines)
    book = zipfile.ZipFile(io.BytesIO(treasurer.post(url("ledger_xlsx", house.here)).content))
    assert "<v>100.05</v>" in book.read("xl/worksheets/sheet1.xml").decode(), "a number, not a text"
    assert treasurer.get(url("ledger_csv", house.here)).status_code == 405
    assert Entry.objects.filter(kind="money.ledger_exported").count() == 2
    Person.objects.filter(pk=house.treasurer.pk).update(language="en")
    english = as_person(house.person("treasurer")).post(url("ledger_csv", house.here)).content.decode("utf-8-sig")
    assert "100.05,2.00,102.05" in english.splitlines()[-1]
    assert as_person(house.person("pal")).post(url("ledger_csv", house.here)).status_code == 404


@pytest.mark.covers("SR-09")
def test_a_ledger_leaves_after_a_fresh_proof(house: House, as_person) -> None:
    paid(house, in_force(house), "100.05")
    treasurer = as_person(house.person("treasurer"))
    assert treasurer.post(url("ledger_csv", house.here)).status_code == 200
    session = treasurer.session
    session[PROVED_KEY] = time.time() - 600
    session.save()
    for name in ("ledger_csv", "ledger_xlsx", "ledger_pdf"):
        asked = treasurer.post(url(name, house.here))
        assert asked["Content-Type"].startswith("text/html")
        assert "Est-ce bien vous" in text_of(asked)
    assert Entry.objects.filter(kind="money.ledger_exported").count() == 1


def test_the_statement_is_made_as_pdf_where_it_can(house: House, as_person) -> None:
    pytest.importorskip("typst")
    paid(house, in_force(house), "100")
    answer = as_person(house.person("mel")).post(url("ledger_pdf", house.here))
    assert answer.content[:5] == b"%PDF-"


def test_the_ledger_of_one_budget_and_of_one_currency(house: House, as_person) -> None:
    paid(house, in_force(house, currency="XOF", lines=(("travel", "Car", 90000),)), "50000")
    own = community_budget(house)
    paid(house, own, "20", by="coordinator")
    treasurer = house.person("treasurer")
    both = ledger_of(treasurer, house.here, "fr")
    assert (both.currencies, both.currency, both.paid.amount) == (["EUR", "XOF"], "XOF", 50000)
    assert ledger_of(treasurer, house.here, "fr", currency="EUR").paid.amount == 20
    assert ledger_of(treasurer, house.here, "fr", budget=own.public_id).paid.amount == 20
    answer = as_person(treasurer).get(
        url("ledger", house.here), {"of": own.public_id, "month": "nonsense", "older": "x"}
    )
    assert "20,00 EUR" in text_of(answer)


def test_a_long_month_is_read_by_twenty(house: House, as_person) -> None:
    budget = in_force(house)
    first = paid(house, budget, "1")
    for _turn in range(24):
        values = {
            f.name: getattr(first, f.name) for f in Expense._meta.concrete_fields if f.name not in ("id", "public_id")
        }
        Expense.objects.create(**values)
    client = as_person(house.person("treasurer"))
    page = client.get(url("ledger", house.here)).content.decode()
    older = re.search(r'href="(\?[^"]*older=[^"]+)"', page)
    assert older
    assert page.count('data-l="Jour"') == 20
    second = client.get(url("ledger", house.here) + older[1].replace("&amp;", "&")).content.decode()
    assert second.count('data-l="Jour"') == 5
    assert "newer=" in second


def test_lists_cost_the_same_for_one_row_and_for_many(house: House, as_person, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    budget = in_force(house)
    paid(house, budget, "1")
    entered(house, budget, "1")
    client = as_person(house.person("treasurer"))
    addresses = [
        url("expenses", house.group), url("money", house.here), url("ledger", house.here), url("one_budget", budget),
    ]  # fmt: skip

    def cost() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    before = cost()
    for _turn in range(4):
        paid(house, budget, "1")
        checked(house, budget, "1")
        approved(house, budget, "1")
    assert cost() == before


def test_who_is_told(house: House) -> None:
    from palabre.money.actions.approving import return_budget
    from palabre.money.actions.budgets import submit_budget

    budget = drafted(house)
    submit_budget(actor=house.person("lead"), budget=budget)
    read_journal()
    told = set(Notice.objects.filter(kind="money.budget_submitted").values_list("person__display_name", flat=True))
    assert told == {"Coordinator", "Mel", "Treasurer", "Cashier"}
    assert Mail.objects.filter(template="money/email/waits.txt").count() == 4
    return_budget(actor=house.person("mel"), budget=budget, text="Encore")
    submit_budget(actor=house.person("lead"), budget=budget)
    from tests.unit.money.making_budgets import approved_by

    approved_by(house, budget)
    expense = entered(house, budget)
    reject_expense(actor=house.person("coordinator"), expense=expense, because="Non")
    paid(house, budget)
    read_journal()

    def who(kind: str) -> set[str]:
        return set(Notice.objects.filter(kind=f"money.{kind}").values_list("person__display_name", flat=True))

    assert who("budget_returned") == {"Lead"}
    assert who("budget_in_force") == {"Lead", "Cashier"}
    assert who("expense_entered") == {"Coordinator"}
    assert who("expense_rejected") == {"Lead"}
    assert who("expense_checked") == {"Treasurer", "Cashier"}
    assert who("expense_approved") == {"Coordinator", "Cashier"}
    assert who("expense_paid") == {"Lead"}


def test_the_day_of_each_shows_the_line_without_a_name(house: House, as_person) -> None:
    budget = in_force(house)
    entered(house, budget)
    read_journal()
    page = text_of(as_person(house.person("coordinator")).get("/", follow=True))
    assert "Une dépense est à vérifier" in page
    assert "Car et repas" not in page
