"""The page of a person: profile, devices, calendar, password, drafts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from palabre.kit.verdict import Refused
from palabre.people.actions import (
    change_password,
    change_profile,
    end_other_sessions,
    end_session,
    forget_draft,
    renew_calendar_key,
    save_draft,
    set_language,
)
from palabre.people.choices import DRAFTS_KEPT
from palabre.people.models import Draft, Person, Session
from palabre.people.queries import draft_of
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]
PROFILE = {"display_name": "Awa D. 🐢 ᠮᠣᠩ", "pronouns": "elle", "language": "en", "zone": "Africa/Dakar"}


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org")


def test_the_profile_is_saved_and_the_page_speaks_the_new_language(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    assert client.post("/me/profile/", PROFILE).status_code == 303
    awa.refresh_from_db()
    assert (awa.display_name, awa.pronouns, awa.language, awa.zone) == tuple(PROFILE.values())
    page = client.get("/me/")
    assert page["Content-Language"] == "en"
    assert "Your profile is saved." in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Mars/Olympus"), ("language", "xx"), ("display_name", "  "), ("display_name", "x" * 81)],
)
def test_what_does_not_fit_comes_back_with_its_sentence(
    as_person: AsPerson, awa: Person, field: str, value: str
) -> None:
    answer = as_person(awa).post("/me/profile/", {**PROFILE, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_only_ones_own_fields_can_be_sent(as_person: AsPerson, awa: Person) -> None:
    """SR-13: nothing else of the row is taken from the form."""
    as_person(awa).post(
        "/me/profile/", {**PROFILE, "email": "thief@example.org", "is_active": "", "calendar_key": "mine"}
    )
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"
    assert awa.is_active
    assert awa.calendar_key != "mine"


def test_markup_in_a_name_stays_text(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    client.post("/me/profile/", {**PROFILE, "display_name": '<script>alert(1)</script>"'})
    assert "<script>alert" not in client.get("/me/profile/").content.decode()
    assert "<script>alert" not in client.get("/me/").content.decode()


def test_the_switch_changes_the_language_and_keeps_the_page(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    answer = client.post("/me/language/", {"language": "en", "next": "/me/password/?x=1"})
    assert answer["Location"] == "/me/password/?x=1"
    awa.refresh_from_db()
    assert awa.language == "en"
    client.post("/me/language/", {"language": "xx", "next": "/me/"})
    awa.refresh_from_db()
    assert awa.language == "en"
    assert "evil" not in client.post("/me/language/", {"language": "fr", "next": "//evil.example"})["Location"]


def test_the_calendar_gets_a_new_address(as_person: AsPerson, awa: Person) -> None:
    before = awa.calendar_key
    as_person(awa).post("/me/calendar/")
    awa.refresh_from_db()
    assert awa.calendar_key != before


@pytest.mark.covers("SR-08")
def test_a_lost_device_is_signed_out_from_another(as_person: AsPerson, awa: Person) -> None:
    lost, here = as_person(awa), as_person(awa)
    page = here.get("/me/").content.decode()
    assert lost.session.session_key not in page
    handle = next(device.handle for device in here.get("/me/").context["devices"] if not device.here)
    assert here.post(f"/me/devices/{handle}/departure/").status_code == 303
    assert lost.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


@pytest.mark.covers("SR-08")
def test_all_the_others_are_signed_out_at_once(as_person: AsPerson, awa: Person) -> None:
    others, here = [as_person(awa) for _ in range(3)], as_person(awa)
    somebody = as_person(make_person())
    here.post("/me/devices/others/departure/")
    assert [client.get("/me/").status_code for client in others] == [302] * 3
    assert here.get("/me/").status_code == somebody.get("/me/").status_code == 200


def test_nobody_ends_the_session_of_another(as_person: AsPerson, awa: Person) -> None:
    from palabre.people.queries import session_handle

    theirs = as_person(awa)
    handle = session_handle(theirs.session.session_key)
    assert as_person(make_person()).post(f"/me/devices/{handle}/departure/").status_code == 404
    assert theirs.get("/me/").status_code == 200


@pytest.mark.covers("SR-08")
def test_changing_the_password_needs_the_old_one_and_ends_the_other_sessions() -> None:
    make_person(email="awa@example.org", password=PASSWORD)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/sign-in/", {"email": "awa@example.org", "password": PASSWORD, "device": "own"})
    new = "quinze oiseaux sur le toit"
    assert here.post("/me/password/", {"old": "not the password", "password": new}).status_code == 422
    assert here.post("/me/password/", {"old": PASSWORD, "password": "court"}).status_code == 422
    before = here.session.session_key
    assert here.post("/me/password/", {"old": PASSWORD, "password": new}).status_code == 303
    assert list(Session.objects.values_list("pk", flat=True)) == [here.session.session_key], "before anybody asks"
    assert here.get("/me/").status_code == 200
    assert here.session.session_key != before
    assert elsewhere.get("/me/").status_code == 302
    assert Session.objects.count() == 1


def test_whoever_never_had_a_password_chooses_one_without_an_old_one(as_person: AsPerson, awa: Person) -> None:
    answer = as_person(awa).post("/me/password/", {"password": "quinze oiseaux sur le toit"})
    assert answer.status_code == 303


DRAFT = "/me/drafts/meeting-plan/"


def test_what_is_being_typed_is_kept_for_its_writer_only(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    said = {"title": "Rencontre", "people": ["a", "b"], "once": "x", "csrfmiddlewaretoken": "y"}
    assert client.post(DRAFT, said).status_code == 204
    assert client.post(DRAFT, {**said, "title": "Rencontre semestrielle"}).status_code == 204
    draft = draft_of(awa, "meeting-plan")
    assert draft is not None
    assert draft.values == {"title": "Rencontre semestrielle", "people": ["a", "b"]}
    assert Draft.objects.count() == 1
    assert draft_of(make_person(), "meeting-plan") is None


@pytest.mark.parametrize(
    "form", ["minutes-abcdefghjkmn", "translation-abcdefghjkmn-en", "segment-abcdefghjkmn", "commitment"]
)
def test_drafts_of_known_forms_are_kept(as_person: AsPerson, awa: Person, form: str) -> None:
    assert as_person(awa).post(f"/me/drafts/{form}/", {"x": "y"}).status_code == 204


@pytest.mark.parametrize("form", ["anything", "minutes-SHOUTED", "minutes-abcdefghjkmn-xx", "x" * 90])
def test_unknown_forms_have_no_drafts(as_person: AsPerson, awa: Person, form: str) -> None:
    assert as_person(awa).post(f"/me/drafts/{form}/", {"x": "y"}).status_code == 404
    assert not Draft.objects.exists()


def test_a_draft_has_a_size_and_a_number(as_person: AsPerson, awa: Person) -> None:
    assert as_person(awa).post(DRAFT, {"x": "é" * 110_000}).status_code == 413
    assert not Draft.objects.exists()
    letters = "abcdefghjkmnpqrstuvwxyz"
    for one in letters:
        for two in "ab":
            save_draft(actor=awa, form=f"minutes-{one * 6}{two * 6}", values={})
    assert Draft.objects.count() == DRAFTS_KEPT
    assert draft_of(awa, "minutes-zzzzzzbbbbbb") is not None


def test_a_visitor_keeps_no_draft() -> None:
    assert Client().post(DRAFT, {"x": "y"}).status_code == 302


ACTS = {
    "save_draft": lambda person: save_draft(actor=person, form="minutes", values={"x": "y"}),
    "forget_draft": lambda person: forget_draft(actor=person, form="minutes"),
    "change_profile": lambda person: change_profile(actor=person, **PROFILE),
    "set_language": lambda person: set_language(actor=person, language="en"),
    "renew_calendar_key": lambda person: renew_calendar_key(actor=person),
    "change_password": lambda person: change_password(actor=person, old="", new="quinze oiseaux sur le toit"),
    "end_other_sessions": lambda person: end_other_sessions(actor=person, keep=None),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_account_closed_since_the_page_was_read_does_nothing_more(awa: Person, name: str) -> None:
    Person.objects.filter(pk=awa.pk).update(is_active=False)
    with pytest.raises(Refused, match="closed"):
        ACTS[name](awa)


def test_the_session_of_another_is_ended_by_no_door(as_person: AsPerson, awa: Person) -> None:
    theirs = as_person(awa)
    with pytest.raises(Refused):
        end_session(actor=make_person(), session=Session.objects.get(person=awa))
    assert theirs.get("/me/").status_code == 200


def test_a_session_that_is_over_is_no_longer_listed(as_person: AsPerson, awa: Person) -> None:
    as_person(awa)
    here = as_person(awa)
    Session.objects.exclude(pk=here.session.session_key).update(expire_date=timezone.now())
    assert [device.here for device in here.get("/me/").context["devices"]] == [True]


@pytest.mark.covers("SR-13")
def test_what_no_form_asks_for_is_not_written(as_person: AsPerson, awa: Person) -> None:
    more = {
        "email": "x@example.net",
        "is_active": "",
        "calendar_key": "k",
        "public_id": "p",
        "password": "quinze oiseaux",
    }
    assert as_person(awa).post("/me/profile/", {**PROFILE, **more}).status_code == 303
    before = {name: getattr(awa, name) for name in more}
    awa.refresh_from_db()
    assert {name: getattr(awa, name) for name in more} == before
