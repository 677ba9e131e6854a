"""The pages of the ways in: what a visitor sees, what the coordination does, what each of them costs."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palabre.communities.actions import invite, shut_join_link, write_question
from palabre.communities.choices import MembershipState, RiskProfile
from palabre.communities.models import (
    Community,
    Invitation,
    JoinLink,
    JoinQuestion,
    JoinRequest,
    MemberExport,
    Membership,
    OrganisationPlace,
)
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Recipient, Telling
from palabre.people.models import Person
from tests.factories import make_organisation, make_person
from tests.personas import Cast
from tests.unit.communities.asking import asked, asked_by_mail, link_to, regions_of, settled
from tests.unit.communities.helpers import AsPerson, url

VISITOR = {
    "display_name": "Kadi N.",
    "email": "kadi@example.org",
    "language": "fr",
    "profile": "advocate",
    "country": "ML",
}
ACCOUNT = {
    "display_name": "Kadi N.", "pronouns": "elle", "language": "fr", "zone": "Africa/Bamako",
    "password": "une porte ouverte au matin", "device": "shared",
}  # fmt: skip
ENGLISH_BROWSER = {"Accept-Language": "en-GB,en"}


def at(link: JoinLink) -> str:
    return f"/join/{link.token()}/"


def text(answer: HttpResponse) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def told(kind: str) -> list[Telling]:
    entry = Entry.objects.filter(kind=kind).latest("pk")
    return [telling for teller in REGISTRY.tellers[kind] for telling in teller(entry)]


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize(("language", "word"), [("fr", "Demander à entrer"), ("en", "Ask to join")])
def test_a_link_speaks_its_own_language_whatever_the_browser_says(cast: Cast, language: str, word: str) -> None:
    Community.objects.filter(pk=cast.here.pk).update(domain="Le domaine du fleuve")
    browser = {"Accept-Language": "fr" if language == "en" else "en"}
    page = Client(headers=browser).get(at(link_to(cast, language=language)))
    assert page["Content-Language"] == language
    assert page["X-Robots-Tag"] == "noindex"
    assert word in text(page)
    assert "Le domaine du fleuve" in text(page)
    assert cast.here.name not in re.findall(r"<title>.*?</title>", text(page))[0]
    assert Client(headers=browser).get(at(link_to(cast, language=language)) + "?lang=en")["Content-Language"] == "en"


def test_a_community_at_high_risk_has_no_name_at_its_door(cast: Cast) -> None:
    words = {"name": "Nom qui trahit", "purpose": "But qui trahit", "domain": "Domaine qui trahit"}
    Community.objects.filter(pk=cast.here.pk).update(risk=RiskProfile.HIGH, **words)
    client, link = Client(), link_to(cast)
    request = asked_by_mail(link)
    for path in (at(link), f"{at(link)}?sent", f"/join/requests/{request.token()}/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "trahit" not in text(page)
        assert page["X-Robots-Tag"] == "noindex"


def test_a_link_that_does_not_open_never_says_why(cast: Cast) -> None:
    links = {name: link_to(cast, max_uses=1) for name in ("shut", "expired", "full", "closed")}
    shut_join_link(actor=cast.coordinator, link=links["shut"])
    JoinLink.objects.filter(pk=links["expired"].pk).update(expires_at=timezone.now())
    asked(cast.nobody, links["full"])
    paths = [at(links[name]) for name in ("shut", "expired", "full")]
    paths += ["/join/requests/unknown/", "/join/inconnu/", f"/join/{'a' * 32}/"]
    # a link of another kind opens no door but its own
    foreign = invite(actor=cast.coordinator, community=cast.here, email="z@example.org", language="fr").token()
    waiting = asked_by_mail(link_to(cast)).token()
    paths += [f"/join/{foreign}/", f"/join/requests/{foreign}/", f"/join/{waiting}/"]
    pages = [Client().get(path) for path in paths]
    assert {page.status_code for page in pages} == {410}
    assert len({re.sub(r'(value|href)="[^"]*"', "", text(page)) for page in pages}) == 1


@pytest.mark.covers("SR-06")
@pytest.mark.parametrize("door", ["/join/", "/invitations/", "/join/requests/"])
def test_whoever_guesses_links_waits_and_others_do_not(cast: Cast, door: str) -> None:
    link = at(link_to(cast))
    codes = [Client().get(f"{door}guess-{number}/").status_code for number in range(14)]
    assert codes[:10] == [410] * 10
    assert codes[-1] == 429
    assert Client().get(link).status_code == 429, "a good link is not told from a bad one"
    assert Client(REMOTE_ADDR="192.0.2.9").get(link).status_code == 200


def test_old_links_opened_by_a_whole_room_shut_nothing(cast: Cast) -> None:
    old = link_to(cast)
    shut_join_link(actor=cast.coordinator, link=old)
    for _ in range(30):
        assert Client().get(at(old)).status_code == 410


def test_a_visitor_asks_confirms_and_finds_her_request(cast: Cast) -> None:
    question = write_question(actor=cast.coordinator, community=cast.here, texts={"fr": "Pourquoi ?", "en": "Why?"})
    client, link = Client(headers=ENGLISH_BROWSER), link_to(cast)
    page = client.get(at(link))
    assert "Pourquoi ?" in text(page).replace("\u202f", " ")
    sent = client.post(at(link), {**VISITOR, f"answer_{question.public_id}": "Pour apprendre."})
    assert sent.status_code == 303
    assert "kadi" not in sent["Location"].lower()
    assert "boîte" in text(client.get(sent["Location"])) or "courriel" in text(client.get(sent["Location"]))
    confirm = f"/join/requests/{JoinRequest.objects.get().token()}/"
    for _ in range(3):
        assert Client().get(confirm).status_code == 200, "a mail scanner takes nothing"
    assert not Person.objects.filter(email=VISITOR["email"]).exists()
    bad = client.post(confirm, {**ACCOUNT, "password": "court"})
    assert bad.status_code == 422
    assert "Kadi N." in text(bad)
    done = client.post(confirm, ACCOUNT)
    assert done.status_code == 303
    assert done["Location"].endswith(("/communities/", "%2Fcommunities%2F"))
    assert cast.here.name in text(client.get("/communities/"))
    mine = client.get(f"/communities/requests/{JoinRequest.objects.get().public_id}/")
    assert "Pour apprendre." in text(mine)
    assert client.get(url(cast.here)).status_code == 404
    later = Client().get(confirm)
    assert later.status_code == 200, "afterwards it only tells that it is confirmed"
    assert cast.here.name not in text(later), "whoever reads her mails learns neither where she asked nor the answer"
    assert "badge" not in text(later)
    assert client.post(f"/communities/requests/{JoinRequest.objects.get().public_id}/withdrawal/").status_code == 303
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("display_name", ""), ("email", "kadi@"), ("country", "XX"), ("language", "de")]
)
def test_what_does_not_fit_comes_back_filled(cast: Cast, field: str, value: str) -> None:
    answer = Client().post(at(link_to(cast)), {**VISITOR, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert ("Kadi N." if field != "display_name" else "kadi@example.org") in text(answer)
    assert not JoinRequest.objects.exists()


def test_nobody_learns_from_the_page_who_has_an_account(cast: Cast) -> None:
    answers = []
    for email in (cast.member.email, cast.nobody.email, "new@example.org"):
        link = link_to(cast)
        answer = Client().post(at(link), {**VISITOR, "email": email})
        answers.append((answer.status_code, answer["Location"].removeprefix(at(link))))
    assert len(set(answers)) == 1
    facts = Entry.objects.filter(kind="communities.join_asked").values_list("facts", "about_id", "actor_id")
    assert len({str(row) for row in facts}) == 1


def test_whoever_has_an_account_signs_in_and_confirms_with_a_button(cast: Cast, as_person: AsPerson) -> None:
    request = asked_by_mail(link_to(cast), email=cast.nobody.email.upper())
    confirm = f"/join/requests/{request.token()}/"
    assert "/sign-in/?next=" in Client().get(confirm).content.decode()
    assert Client().post(confirm, ACCOUNT).status_code == 200
    assert not Membership.objects.filter(person=cast.nobody).exists()
    assert as_person(cast.outsider).post(confirm).status_code == 403, "a link for another address"
    client = as_person(cast.nobody)
    before = client.session.session_key
    assert client.post(confirm).status_code == 303
    assert client.session.session_key != before
    assert Membership.objects.get(person=cast.nobody).state == MembershipState.REQUESTED


def test_a_member_of_the_house_gives_no_name_again(cast: Cast, as_person: AsPerson) -> None:
    client, link = as_person(cast.nobody), link_to(cast, needs_approval=False)
    page = client.get(at(link))
    assert 'name="email"' not in page.content.decode()
    done = client.post(at(link), {"profile": "researcher", "country": "SN"})
    assert (done.status_code, done["Location"]) == (303, url(cast.here, "welcome/"))
    assert client.get(url(cast.here, "welcome/")).status_code == 200
    again = client.get(at(link))
    assert '<form class="flow g form"' not in again.content.decode(), "who is here does not ask again"


def test_a_network_shows_where_one_lands_before_one_writes(cast: Cast) -> None:
    where = regions_of(cast.network)
    link = link_to(cast, cast.network)
    first = Client().get(at(link))
    assert 'name="email"' not in first.content.decode()
    assert where["rest"].name in text(first)
    wrong = Client().get(f"{at(link)}?country=Narnia")
    assert 'name="email"' not in wrong.content.decode()
    second = Client().get(f"{at(link)}?country=PE")
    assert f'<p class="lead">{where["rest"].name}' in text(second)
    sent = Client().post(f"{at(link)}?country=PE", {key: value for key, value in VISITOR.items() if key != "country"})
    assert sent.status_code == 303
    assert JoinRequest.objects.get().community == where["rest"]
    assert JoinRequest.objects.get().country == "PE"


def test_a_region_at_high_risk_is_not_named_to_visitors(cast: Cast) -> None:
    where = regions_of(cast.network)
    Community.objects.filter(pk=where["rest"].pk).update(risk=RiskProfile.HIGH, name="Nom qui trahit")
    link = at(link_to(cast, cast.network))
    for path in (link, f"{link}?country=PE"):
        assert "trahit" not in text(Client().get(path))


def test_an_organisation_asks_and_reads_its_answer_behind_the_same_link(cast: Cast, as_person: AsPerson) -> None:
    link = link_to(cast)
    said = {
        "display_name": "Luz", "email": "luz@example.org", "language": "fr", "country": "ML", "organisation_kind": "cbo",
        "organisation_name": "Maison du Sel", "second_name": "Awa", "second_email": "awa@example.org", "voice": "second",
    }  # fmt: skip
    bad = Client().post(f"{at(link)}?as=organisation", {**said, "second_email": ""})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["second_email"])
    assert Client().post(f"{at(link)}?as=organisation", said).status_code == 303
    request = JoinRequest.objects.get()
    confirm = f"/join/requests/{request.token()}/"
    assert Client().post(confirm).status_code == 303
    coordinator = as_person(cast.coordinator)
    page = url(cast.here, f"requests/{request.public_id}/")
    assert "Maison du Sel" in text(coordinator.get(page))
    assert coordinator.post(page, {"answer": "decline", "reply": ""}).status_code == 422
    assert coordinator.post(page, {"answer": "decline", "reply": "Pas cette année."}).status_code == 303
    assert "Pas cette année." in text(Client().get(confirm))
    (letter,) = told("communities.not_admitted")
    assert letter.address == "luz@example.org"
    _subject, write = REGISTRY.writers[letter.mail or ""]
    written = write(letter.keys, Recipient(None, letter.address, "fr", "UTC"))
    assert written is not None
    assert written.context["path"] == confirm


def test_the_coordination_admits_and_the_person_is_led_to_her_first_steps(cast: Cast, as_person: AsPerson) -> None:
    request = asked(cast.nobody, link_to(cast))
    assert {one.person_id for one in told("communities.requested")} == {cast.coordinator.pk}
    client = as_person(cast.coordinator)
    assert "Nobody" in text(client.get(url(cast.here, "requests/")))
    page = url(cast.here, f"requests/{request.public_id}/")
    assert as_person(cast.member).get(page).status_code == 404
    assert client.post(page, {"answer": "admit", "reply": ""}).status_code == 303
    assert client.post(page, {"answer": "admit"}).status_code == 404, "answered once"
    (telling,) = told("communities.admitted")
    assert telling.person_id == cast.nobody.pk
    found = REGISTRY.finders["ownrequest"](cast.person("nobody"), [request.pk])
    assert REGISTRY.liners["communities.admitted"](found[request.pk]).url == url(cast.here, "welcome/")
    assert as_person(cast.nobody).get(url(cast.here, "welcome/")).status_code == 200


def test_members_vouch_on_the_page(cast: Cast, as_person: AsPerson) -> None:
    Community.objects.filter(pk=cast.here.pk).update(vouchers_needed=1)
    settled(cast.member, cast.here)
    asking = as_person(cast.nobody)
    assert asking.post(at(link_to(cast)), {"readers": ""}).status_code == 303
    request = JoinRequest.objects.get()
    page = url(cast.here, f"requests/{request.public_id}/")
    member = as_person(cast.member)
    assert member.get(page).status_code == 404
    assert asking.post(f"/communities/requests/{request.public_id}/openness/", {"open": "yes"}).status_code == 303
    shown = text(member.get(page))
    assert cast.nobody.display_name in shown
    assert cast.nobody.email not in shown, "members read no address"
    assert member.post(page, {"answer": "admit"}).status_code == 403
    assert member.post(f"{page}vouch/").status_code == 303
    assert Membership.objects.get(person=cast.nobody).state == MembershipState.VOUCHED


def test_links_are_given_out_copied_again_and_shut(cast: Cast, as_person: AsPerson) -> None:
    client, page = as_person(cast.coordinator), url(cast.here, "links/")
    bad = client.post(page, {"language": "fr", "until": "2020-01-01", "approval": "read", "max_uses": "30"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["until"])
    assert client.post(page, {"language": "en", "max_uses": "30", "until": "", "approval": "read"}).status_code == 303
    link = JoinLink.objects.get()
    for _ in range(2):
        assert at(link) in client.get(page).content.decode()
    assert client.post(url(cast.here, f"links/{link.public_id}/closure/")).status_code == 303
    assert client.post(url(cast.here, f"links/{link.public_id}/closure/")).status_code == 403
    assert Client().get(at(link)).status_code == 410
    for person in (cast.member, cast.facilitator, cast.outsider, cast.steward):
        assert as_person(person).get(page).status_code == 404


def test_questions_are_written_in_both_languages(cast: Cast, as_person: AsPerson) -> None:
    client, page = as_person(cast.coordinator), url(cast.here, "questions/")
    bad = client.post(page, {"text_fr": "", "text_en": "Why?", "required": "on"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["text_fr"])
    assert "Why?" in text(bad)
    assert client.post(page, {"text_fr": "Pourquoi ?", "text_en": "Why?"}).status_code == 303
    question = JoinQuestion.objects.get()
    one = url(cast.here, f"questions/{question.public_id}/")
    assert "Why?" in text(client.get(one))
    assert client.post(one, {"text_fr": "Pour quoi ?", "text_en": "What for?"}).status_code == 303
    assert "What for?" in text(Client().get(at(link_to(cast, language="en"))))
    assert client.post(f"{one}closure/").status_code == 303
    assert "What for?" not in text(Client().get(at(link_to(cast, language="en"))))


def test_a_list_is_read_line_by_line_on_the_page(cast: Cast, as_person: AsPerson) -> None:
    client, page = as_person(cast.coordinator), url(cast.here, "member-import/")
    rows = "Nom;Adresse\nAwa;awa@example.org\nBinta;binta@\n"

    def send(wrong: str) -> HttpResponse:
        return client.post(page, {"sheet": SimpleUploadedFile("l.csv", rows.encode()), "wrong": wrong})

    first = send("all")
    assert first.status_code == 422
    assert "Binta" in text(first)
    assert not Invitation.objects.exists(), "nothing changed unless all is accepted"
    assert send("good").status_code == 422
    assert [one.email for one in Invitation.objects.all()] == ["awa@example.org"]
    rows = "Nom;Adresse\nCoumba;coumba@example.org\n"
    assert send("all")["Location"] == url(cast.here, "invitations/")
    assert client.post(page, {"wrong": "all"}).status_code == 422
    assert as_person(cast.facilitator).get(page).status_code == 404


@pytest.mark.covers("SR-27")
@pytest.mark.parametrize("risk", RiskProfile.values)
def test_an_export_says_who_took_it_or_does_not_exist(cast: Cast, as_person: AsPerson, risk: str) -> None:
    Community.objects.filter(pk=cast.here.pk).update(risk=risk)
    client, page = as_person(cast.coordinator), url(cast.here, "member-export/")
    second = make_person("Seconde")
    cast.here.grants.create(person=second, role="coordinator")
    shown = client.get(page)
    answer = client.post(page, {"reason": "Assemblée", "kind": "csv"})
    denied = Entry.objects.filter(kind="communities.member_export_denied")
    if risk == RiskProfile.STANDARD:
        content = answer.content.decode("utf-8-sig")
        assert cast.member.email in content
        assert all("Coordinator" in line for line in content.strip().splitlines()[1:]), "each line is marked"
        assert {one.person_id for one in told("communities.members_exported")} == {second.pk}
        assert "Assemblée" in text(client.get(page))
        assert client.post(page, {"reason": "", "kind": "csv"}).status_code == 422
        assert not denied.exists()
    else:
        assert (shown.status_code, answer.status_code) == (404, 404)
        assert denied.count() == 1
        assert not MemberExport.objects.exists()
        assert "member-export" not in text(client.get(url(cast.here, "members/")))
    for person in (cast.member, cast.facilitator, cast.outsider, cast.steward):
        assert as_person(person).get(page).status_code == 404


def test_organisations_on_their_pages(cast: Cast, as_person: AsPerson) -> None:
    client, page = as_person(cast.coordinator), url(cast.here, "organisations/")
    assert (
        client.post(page, {"name": "Maison du Sel", "kind": "ngo", "country": "ML", "part": "lead"}).status_code == 303
    )
    place = OrganisationPlace.objects.get()
    one = url(cast.here, f"organisations/{place.public_id}/")
    assert client.post(one, {"email": cast.member.email, "language": "fr", "votes": "on"}).status_code == 303
    token = Invitation.objects.get(place=place).token()
    assert as_person(cast.member).post(f"/invitations/{token}/").status_code == 303
    row = place.representatives.get()
    assert row.votes
    assert "Maison du Sel" in text(as_person(cast.second_member).get(page))
    reader = as_person(cast.second_member)
    assert '<form class="flow g form"' not in reader.get(one).content.decode()
    assert reader.post(f"{one}part/", {"part": "host"}).status_code == 403
    assert client.post(f"{one}part/", {"part": "host"}).status_code == 303
    assert client.post(f"{one}representatives/{row.public_id}/voice/").status_code == 303
    assert client.post(f"{one}representatives/{row.public_id}/end/").status_code == 303
    assert client.post(f"{one}representatives/{row.public_id}/end/").status_code == 404
    assert client.post(f"{one}departure/").status_code == 303
    assert client.get(one).status_code == 404


def test_a_suspended_person_reads_why_and_appeals(cast: Cast, as_person: AsPerson) -> None:
    second = make_person("Seconde")
    cast.here.grants.create(person=second, role="coordinator")
    place = Membership.objects.get(person=cast.member, community=cast.here)
    client = as_person(cast.coordinator)
    page = url(cast.here, f"members/{place.public_id}/suspension/")
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 422
    done = client.post(page, {"reason": "Insultes répétées.", "decision": "CA", "decided_on": "2026-03-02"})
    assert done.status_code == 303
    where = done["Location"]
    assert {one.person_id for one in told("communities.suspended")} == {cast.member.pk}
    member = as_person(cast.member)
    assert "Insultes répétées." in text(member.get(where))
    assert member.post(f"{where}appeal/", {"appeal": ""}).status_code == 422
    assert member.post(f"{where}decision/", {"end": "lift"}).status_code == 422
    assert member.post(f"{where}appeal/", {"appeal": "Ce n'était pas moi."}).status_code == 303
    assert {one.person_id for one in told("communities.suspension_appealed")} == {second.pk}
    assert client.post(f"{where}decision/", {"end": "exclude", "answer": "x"}).status_code == 422
    assert as_person(cast.outsider).get(where).status_code == 404
    assert as_person(second).post(f"{where}decision/", {"end": "lift", "answer": "Pardon."}).status_code == 303
    assert "Pardon." in text(as_person(cast.member).get(where))


def test_a_suspended_person_may_simply_leave(cast: Cast, as_person: AsPerson) -> None:
    place = Membership.objects.get(person=cast.member, community=cast.here)
    where = as_person(cast.coordinator).post(
        url(cast.here, f"members/{place.public_id}/suspension/"), {"reason": "Insultes."}
    )["Location"]
    assert as_person(cast.member).post(f"{where}departure/").status_code == 303
    place.refresh_from_db()
    assert place.state == MembershipState.LEFT


def test_a_break_is_one_button_there_and_one_back(cast: Cast, as_person: AsPerson) -> None:
    client, page = as_person(cast.member), url(cast.here, "pause/")
    assert client.post(page, {"to": "break"}).status_code == 303
    assert client.post(page, {"to": "break"}).status_code == 403, "a second tap changes nothing"
    assert client.post(page, {"to": "back"}).status_code == 303
    assert Membership.objects.get(person=cast.member, community=cast.here).state == MembershipState.ACTIVE
    assert as_person(cast.outsider).get(page).status_code == 404


@pytest.mark.parametrize("page", ["requests/", "organisations/", "links/", "member-export/"])
def test_a_list_costs_the_same_for_one_row_and_for_thirty(cast: Cast, as_person: AsPerson, page: str) -> None:
    link, client = link_to(cast), as_person(cast.coordinator)

    def grow(number: int) -> None:
        for turn in range(number):
            asked(make_person(), link)
            link_to(cast)
            OrganisationPlace.objects.create(community=cast.here, organisation=make_organisation())
            last = MemberExport.objects.filter(community=cast.here).count()
            MemberExport.objects.create(
                community=cast.here, by=cast.coordinator, number=last + 1, reason=f"R{turn}", kind="csv", lines=1
            )

    grow(1)
    count(client, url(cast.here, page))
    before = count(client, url(cast.here, page))
    grow(19)
    assert count(client, url(cast.here, page)) == before


def test_an_invitation_from_a_list_greets_by_name(cast: Cast) -> None:
    invitation = invite(actor=cast.coordinator, community=cast.here, email="z@example.org", language="fr")
    Invitation.objects.filter(pk=invitation.pk).update(name="Zeina")
    assert "Zeina" in text(Client().get(f"/invitations/{invitation.token()}/"))
