"""The keeper's pages: absent for everybody else; figures and letters of accounts, no content, no person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.keeping import confirm_keeper, end_keeping, name_keeper
from palabre.communities.rules import is_keeper
from palabre.communities.rules.keeping import can_end_keeping, can_name_keeper, may_confirm, may_end
from palabre.exchange.actions.working import note_chore
from palabre.exchange.models import BackupRun, ChoreState, RetentionLine, RetentionRun
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.models import CodeSheet, Keeper, Person, SelfDescription
from tests.factories import PASSWORD, make_person
from tests.personas import Cast
from tests.races import at_once

PAGES = (
    "communities:instance", "exchange:settings", "desk:security_events", "notices:instance_mail", "exchange:work",
    "exchange:backups", "exchange:retention", "exchange:keys", "exchange:keepers",
)  # fmt: skip
POSTS = ("exchange:keepers", "exchange:keeper_confirmation", "exchange:keeper_departure")


def with_factor(person: Person) -> Person:
    CodeSheet.objects.create(person=person)
    return person


def second_keeper(cast: Cast) -> Person:
    other = with_factor(make_person("Deuxième"))
    Keeper.objects.create(person=other)
    return other


@pytest.mark.covers("SR-12")
def test_every_page_answers_404_to_whoever_does_not_keep_the_instance(cast: Cast, as_person) -> None:
    wrong = []
    for name, person in cast.everyone().items():
        client = as_person(person)
        for page in PAGES:
            code = client.get(reverse(page)).status_code
            if code != (200 if name == "keeper" else 404):
                wrong.append((name, page, code))
        if name != "keeper":
            wrong += [(name, page) for page in POSTS if client.post(reverse(page), {"account": "x"}).status_code != 404]
    assert wrong == []


def test_a_refusal_shows_none_of_the_rooms_and_the_pages_show_all(cast: Cast, as_person) -> None:
    page = as_person(cast.keeper).get(reverse("exchange:keys"), {"lang": "fr"}).content.decode()
    for one in PAGES:
        assert f'href="{reverse(one)}"' in page
    assert "/instance/" not in as_person(cast.member).get(reverse("exchange:keys")).content.decode().replace(
        reverse("exchange:keys"), ""
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_a_name_an_address_a_community_or_a_word(
    cast: Cast, as_person, page: str, language: str, settings: Any
) -> None:
    SelfDescription.objects.create(person=cast.member, diversity="mots à elle")
    BackupRun.objects.create(ended_at=timezone.now(), size=5_000_000, rows=12, files=3)
    run = RetentionRun.objects.create(day=timezone.localdate(), ended_at=timezone.now())
    RetentionLine.objects.create(run=run, kind="unconfirmed", deleted=2, kept=1)
    note_chore(name="palabre.x.y", seconds=2, error="RuntimeError", reference="abcd")
    name_keeper(actor=cast.keeper, account=cast.member.public_id)
    answer = as_person(cast.keeper).get(reverse(page), {"lang": language})
    body = answer.content.decode()
    people = [one for name, one in cast.everyone().items() if name != "keeper"]
    said = [one.display_name for one in people] + [one.email for one in Person.objects.exclude(pk=cast.keeper.pk)]
    assert [word for word in [*said, cast.here.name, "mots à elle", settings.SECRET_KEY] if word in body] == []
    assert len(body.encode()) < 60_000
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_many_rows_cost_what_one_costs(cast: Cast, as_person, page: str, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(number: int) -> None:
        for _ in range(number):
            BackupRun.objects.create(ended_at=timezone.now())
            person = with_factor(make_person())
            Keeper.objects.create(person=person, named_by=cast.keeper, confirmed_at=None)
            day = timezone.localdate() - timedelta(days=RetentionRun.objects.count())
            RetentionLine.objects.create(run=RetentionRun.objects.create(day=day), kind="news", deleted=1)
            ChoreState.objects.create(name=f"c{ChoreState.objects.count()}")

    client = as_person(cast.keeper)
    fill(1)
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as once:
        client.get(reverse(page))
    fill(12)
    with django_assert_num_queries(len(once)):
        client.get(reverse(page))


def test_settings_show_what_is_set_and_never_a_secret(cast: Cast, as_person, settings: Any) -> None:
    from palabre.config.env import read_env

    settings.ENV = read_env(
        {"SECRET_KEY": "tres-secret-" * 5, "EMAIL_URL": "smtp://moi:motdepasse@mail.example.org", "WORKERS": "7"}
    )
    body = as_person(cast.keeper).get(reverse("exchange:settings"), {"lang": "en"}).content.decode()
    assert "<code>7</code>" in body
    assert "tres-secret" not in body
    assert "motdepasse" not in body
    for name in ("SECRET_KEY", "EMAIL_URL", "FIELD_KEYS", "DATABASE_URL", "BACKUP_KEY"):
        row = body.split(f"<code>{name}</code>")[1].split("</tr>")[0]
        assert "not shown" in row
    assert "not set" in body.split("<code>BACKUP_KEY</code>")[1].split("</tr>")[0]
    assert "not set" not in body.split("<code>SECRET_KEY</code>")[1].split("</tr>")[0]


def test_a_failing_chore_stands_first_and_a_good_one_says_its_pace_only(cast: Cast, as_person) -> None:
    note_chore(name="palabre.a.good", seconds=0.2)
    for _ in range(2):
        note_chore(name="palabre.z.bad", seconds=12, error="OperationalError", reference="beef")
    body = as_person(cast.keeper).get(reverse("exchange:work"), {"lang": "en"}).content.decode()
    assert body.index("palabre.z.bad") < body.index("palabre.a.good")
    for said in ("2 times since it last went well", "OperationalError", "beef", "less than a second", "at work"):
        assert said in body
    note_chore(name="palabre.z.bad", seconds=1)
    assert ChoreState.objects.get(name="palabre.z.bad").failures == 0
    ChoreState.objects.update(ended_at=timezone.now() - timedelta(hours=1))
    assert "No worker was seen" in as_person(cast.keeper).get(reverse("exchange:work"), {"lang": "en"}).content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (None, "There is no backup yet"),
        ({"days": 8, "sealed": True}, "older than seven days"),
        ({"days": 1, "sealed": False}, "not sealed"),
        ({"days": 1, "sealed": True}, "recent and sealed"),
        ({"days": 1, "sealed": True, "failed": True}, "There is no backup yet"),
    ],
)
def test_an_old_open_or_missing_backup_is_said(cast: Cast, as_person, told, said: str) -> None:
    if told is not None:
        moment = timezone.now() - timedelta(days=told.pop("days"))
        BackupRun.objects.create(started_at=moment, ended_at=moment, **told)
    assert said in as_person(cast.keeper).get(reverse("exchange:backups"), {"lang": "en"}).content.decode()


@pytest.mark.covers("SR-15")
def test_a_second_keeper_is_named_by_one_and_confirmed_by_another(cast: Cast, as_person) -> None:
    other, third = second_keeper(cast), with_factor(cast.nobody)
    client = as_person(cast.keeper)
    answer = client.post(reverse("exchange:keepers"), {"account": third.public_id})
    assert answer.status_code == 303
    assert not is_keeper(third), "named is not yet confirmed"
    assert as_person(third).get(reverse("exchange:keys")).status_code == 404
    own = client.post(reverse("exchange:keeper_confirmation"), {"account": third.public_id})
    assert own.status_code == 403
    assert (
        as_person(other).post(reverse("exchange:keeper_confirmation"), {"account": third.public_id}).status_code == 303
    )
    assert is_keeper(third)
    row = Keeper.objects.get(person=third)
    assert (row.named_by, row.confirmed_by) == (cast.keeper, other)
    assert row.until is not None
    assert timedelta(days=364) < row.until - timezone.now() <= timedelta(days=365)
    Keeper.objects.filter(pk=row.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert as_person(third).get(reverse("exchange:keys")).status_code == 404, "her year is over at this very request"
    kinds = list(
        Entry.objects.filter(about_id=third.pk, kind__startswith="people.keeper").values_list("kind", flat=True)
    )
    assert kinds == ["people.keeper_named", "people.keeper_confirmed"]


def test_naming_again_renews_the_year_and_leaves_one_row(cast: Cast) -> None:
    other = second_keeper(cast)
    third = with_factor(cast.nobody)
    for _ in range(2):
        name_keeper(actor=cast.keeper, account=third.public_id)
        confirm_keeper(actor=other, account=third.public_id)
    now = timezone.now()
    assert Keeper.objects.filter(person=third, until__gt=now).count() == 1


@pytest.mark.covers("SR-15")
def test_who_may_not_name_or_confirm(cast: Cast) -> None:
    other = second_keeper(cast)
    bare = cast.nobody
    for account in ("zzzzzzzzzzzz", "", cast.nobody.email):
        with pytest.raises(Refused):
            name_keeper(actor=cast.keeper, account=account)
    with pytest.raises(Refused):
        name_keeper(actor=cast.member, account=bare.public_id)
    name_keeper(actor=cast.keeper, account=bare.public_id)
    with pytest.raises(Refused):  # twice
        name_keeper(actor=other, account=bare.public_id)
    with pytest.raises(Refused):  # no second factor
        confirm_keeper(actor=other, account=bare.public_id)
    with_factor(bare)
    for who in (cast.keeper, bare, cast.member):
        with pytest.raises(Refused):
            confirm_keeper(actor=who, account=bare.public_id)
    confirm_keeper(actor=other, account=bare.public_id)
    with pytest.raises(Refused):
        confirm_keeper(actor=other, account=bare.public_id)


def test_the_last_keeper_stays_and_a_naming_can_be_taken_back(cast: Cast, as_person) -> None:
    with pytest.raises(Refused):
        end_keeping(actor=cast.keeper, account=cast.keeper.public_id)
    name_keeper(actor=cast.keeper, account=cast.nobody.public_id)
    client = as_person(cast.keeper)
    assert client.post(reverse("exchange:keeper_departure"), {"account": cast.nobody.public_id}).status_code == 303
    with pytest.raises(Refused):
        confirm_keeper(actor=None, account=cast.nobody.public_id)
    other = second_keeper(cast)
    with pytest.raises(Refused):
        end_keeping(actor=cast.keeper, account=other.public_id)
    assert client.post(reverse("exchange:keeper_departure"), {"account": cast.keeper.public_id}).status_code == 303
    assert not is_keeper(cast.keeper)


def test_what_is_said_of_one_account_is_done_to_that_one_alone(cast: Cast) -> None:
    """Two are named at once: letters that belong to neither find nothing, those of one find her."""
    other = second_keeper(cast)
    first, second = with_factor(cast.nobody), with_factor(cast.outsider)
    for one in (first, second):
        name_keeper(actor=cast.keeper, account=one.public_id)
    for act in (confirm_keeper, end_keeping):
        for account in ("zzzzzzzzzzzz", cast.member.public_id):
            with pytest.raises(Refused):
                act(actor=other, account=account)
    confirm_keeper(actor=other, account=second.public_id)
    assert [is_keeper(one) for one in (first, second)] == [False, True]
    row = Keeper.objects.get(person=second)
    assert row.until is not None
    assert row.until - row.since == timedelta(days=365)
    end_keeping(actor=cast.keeper, account=first.public_id)
    assert is_keeper(second), "a naming was taken back, nobody's task"
    with pytest.raises(Refused):
        confirm_keeper(actor=other, account=first.public_id)


def test_a_naming_is_for_an_open_account_and_is_answered_once(cast: Cast) -> None:
    other = second_keeper(cast)
    third, fourth = with_factor(cast.nobody), with_factor(cast.outsider)
    Person.objects.filter(pk=third.pk).update(is_active=False)
    with pytest.raises(Refused):
        name_keeper(actor=None, account=third.public_id)
    assert not can_name_keeper(cast.keeper, Person.objects.get(pk=third.pk))
    name_keeper(actor=cast.keeper, account=fourth.public_id)
    assert can_name_keeper(cast.keeper, cast.member), "somebody else's naming is hers alone"
    row = Keeper.objects.get(person=fourth)
    assert may_confirm(other.pk, row, factor=True)
    for field in ("confirmed_at", "until"):
        done = Keeper.objects.get(pk=row.pk)
        setattr(done, field, timezone.now())
        assert not may_confirm(other.pk, done, factor=True), field
    for name in ("member", "steward", "coordinator", "nobody"):
        assert not can_end_keeping(cast.person(name), row), name
    row.until = timezone.now()
    assert not may_end(other.pk, row, alone=False), "what was taken back is over"


@pytest.mark.django_db(transaction=True)
def test_of_two_keepers_who_lay_down_at_once_one_stays() -> None:
    pair = [with_factor(make_person(f"Garde {n}")) for n in range(2)]
    for one in pair:
        Keeper.objects.create(person=one)
    results = at_once([lambda one=one: end_keeping(actor=one, account=one.public_id) for one in pair])
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert sum(is_keeper(one) for one in pair) == 1


@pytest.mark.covers("SR-09")
def test_naming_asks_who_is_there_once_more_and_what_was_typed_stays(cast: Cast, as_person) -> None:
    cast.keeper.set_password(PASSWORD)
    cast.keeper.save()
    client = as_person(cast.keeper)
    session = client.session
    session["proved"] = 0
    session.save()
    answer = client.post(reverse("exchange:keepers"), {"account": cast.nobody.public_id})
    assert answer.status_code in (200, 422)
    assert cast.nobody.public_id in answer.content.decode()
    assert not Keeper.objects.filter(person=cast.nobody).exists()


def test_a_wrong_account_comes_back_filled_with_its_sentence(cast: Cast, as_person) -> None:
    for language, said in (("en", "No open account has these letters."), ("fr", "Aucun compte ouvert")):
        cast.keeper.language = language
        cast.keeper.save()
        answer = as_person(cast.keeper).post(reverse("exchange:keepers"), {"account": "qqqqqqqqqqqq"})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert 'value="qqqqqqqqqqqq"' in answer.content.decode()


def test_the_server_confirms_where_one_person_keeps_alone(cast: Cast, capsys) -> None:
    from palabre.config.keeping import confirm, end

    name_keeper(actor=cast.keeper, account=cast.nobody.public_id)
    confirm(email=cast.nobody.email)
    assert is_keeper(cast.nobody)
    assert Keeper.objects.filter(person=cast.nobody).count() == 1
    confirm(email=cast.member.email)
    assert is_keeper(cast.member), "whoever runs the server needs no keeper for it"
    end(email=cast.member.email)
    assert not is_keeper(cast.member)
    with pytest.raises(Refused):
        confirm(email="nobody@example.org")
