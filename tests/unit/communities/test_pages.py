"""The pages of the room: who finds them, what they say, what they cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palabre.communities.actions import invite
from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community, Invitation, Membership, RoleGrant
from palabre.communities.queries import tree_for
from tests.factories import grant, join, make_community, make_organisation, make_person
from tests.personas import Cast
from tests.unit.communities.helpers import AsPerson, url

PAGES = {
    "members/": "coordinator facilitator",
    "invitations/": "coordinator",
    "roles/": "coordinator facilitator translator core member second_member",
    "about/": "coordinator facilitator translator core member second_member",
    "communities/": "coordinator",
    "settings/": "coordinator",
    "life/": "coordinator facilitator translator core member second_member",
    "network/": "coordinator facilitator translator core member second_member",
    "departure/": "coordinator facilitator translator core member second_member",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.covers("SR-12", "SR-14")
def test_who_finds_a_page(cast: Cast, as_person: AsPerson, page: str) -> None:
    """What one may not see answers as if it did not exist."""
    found = []
    for name, person in cast.everyone().items():
        answer = as_person(person).get(url(cast.here, page))
        assert answer.status_code in {200, 404}, name
        found += [name] if answer.status_code == 200 else []
        if name in {"steward", "outsider", "keeper", "nobody"}:
            assert answer.status_code == 404
            assert cast.here.name not in answer.content.decode()
    assert sorted(found) == sorted(PAGES[page].split())


def test_the_pages_of_a_steward(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.steward)
    codes = {page: client.get(url(cast.network, page)).status_code for page in PAGES}
    assert codes == {
        "members/": 404,
        "invitations/": 200,
        "roles/": 200,
        "about/": 200,
        "communities/": 200,
        "settings/": 404,
        "life/": 200,
        "network/": 200,
        "departure/": 404,
    }


def test_a_visitor_signs_in_first(cast: Cast) -> None:
    for page in PAGES:
        assert Client().get(url(cast.here, page))["Location"].startswith("/sign-in/?next=")


@pytest.mark.covers("SR-14")
def test_ids_of_the_sister_community_are_absent(cast: Cast, as_person: AsPerson) -> None:
    """Through one's own community, with the other's ids; and through the other's community."""
    client = as_person(cast.coordinator)
    theirs = Membership.objects.get(person=cast.outsider)
    role = RoleGrant.objects.filter(person=cast.outsider).first()
    invitation = invite(actor=cast.outsider, community=cast.there, email="x@example.org", language="fr")
    for community in (cast.here, cast.there):
        assert client.get(url(community, f"members/{theirs.public_id}/")).status_code == 404
        assert client.post(url(community, f"members/{theirs.public_id}/"), {"level": "core"}).status_code == 404
        assert client.post(url(community, f"roles/{role.public_id}/end/")).status_code == 404
        assert client.post(url(community, f"invitations/{invitation.public_id}/withdrawal/")).status_code == 404
    assert Invitation.objects.get(pk=invitation.pk).withdrawn_at is None


def test_a_person_of_elsewhere_is_not_given_a_role_here(cast: Cast, as_person: AsPerson) -> None:
    answer = as_person(cast.coordinator).post(
        url(cast.here, "roles/"), {"person": cast.outsider.memberships.get().public_id, "role": "facilitator"}
    )
    assert answer.status_code == 422


def test_an_organisation_of_elsewhere_cannot_be_named(cast: Cast, as_person: AsPerson) -> None:
    other = make_organisation("Ailleurs")
    client = as_person(cast.coordinator)
    assert "Ailleurs" not in client.get(url(cast.here, "invitations/")).content.decode()
    answer = client.post(
        url(cast.here, "invitations/"), {"email": "a@example.org", "language": "fr", "organisation": other.public_id}
    )
    assert answer.status_code == 422


def test_the_list_of_members_names_nobody_from_elsewhere(cast: Cast, as_person: AsPerson) -> None:
    page = as_person(cast.coordinator).get(url(cast.here, "members/")).content.decode()
    assert cast.member.display_name in page
    assert cast.outsider.display_name not in page
    assert cast.member.email not in page


def test_addresses_are_for_the_coordination(cast: Cast, as_person: AsPerson) -> None:
    one = url(cast.here, f"members/{Membership.objects.get(person=cast.member).public_id}/")
    assert cast.member.email in as_person(cast.coordinator).get(one).content.decode()
    assert cast.member.email not in as_person(cast.facilitator).get(one).content.decode()


def test_coordination_invites_withdraws_and_gives_roles(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    said = {
        "email": "a@example.org",
        "language": "fr",
        "role": "",
        "organisation": "",
        "new_organisation": "Radio",
        "kind": "media",
    }
    assert client.post(url(cast.here, "invitations/"), said).status_code == 303
    invitation = Invitation.objects.get()
    assert invitation.organisation.name == "Radio"
    assert "a@example.org" in client.get(url(cast.here, "invitations/")).content.decode()
    assert client.post(url(cast.here, f"invitations/{invitation.public_id}/withdrawal/")).status_code == 303
    assert client.post(url(cast.here, f"invitations/{invitation.public_id}/withdrawal/")).status_code == 403
    given = client.post(
        url(cast.here, "roles/"),
        {"person": cast.member.memberships.get().public_id, "role": "translator", "until": "2030-01-31"},
    )
    assert given.status_code == 303
    role = RoleGrant.objects.get(person=cast.member)
    assert role.ends_at.isoformat() == "2030-02-01T00:00:00+00:00"
    assert client.post(url(cast.here, f"roles/{role.public_id}/end/")).status_code == 303


def test_a_member_may_read_the_roles_but_neither_give_nor_end_them(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.member)
    page = client.get(url(cast.here, "roles/")).content.decode()
    assert cast.coordinator.display_name in page
    assert "/end/" not in page
    role = RoleGrant.objects.get(person=cast.facilitator, community=cast.here)
    assert client.post(url(cast.here, f"roles/{role.public_id}/end/")).status_code == 403
    assert (
        client.post(
            url(cast.here, "roles/"), {"person": cast.member.memberships.get().public_id, "role": "facilitator"}
        ).status_code
        == 422
    )


def test_the_last_coordinator_reads_why_she_cannot_leave(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    page = client.get(url(cast.here, "departure/") + "?lang=en").content.decode()
    assert "disabled" in page
    assert "First the coordination of the network names somebody else." in page
    assert client.post(url(cast.here, "departure/")).status_code == 403


def test_a_member_leaves_with_one_button(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.member)
    assert client.post(url(cast.here, "departure/"))["Location"] == "/communities/"
    assert client.get(url(cast.here, "about/")).status_code == 404


ABOUT = {
    f"{name}_{lang}": f"{name} {lang}"
    for name in ("name", "purpose", "domain", "people", "practice")
    for lang in ("fr", "en")
}


def test_both_languages_stand_side_by_side(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    seen = client.get(url(cast.here, "about/")).context["form"]["seen"].value()
    assert client.post(url(cast.here, "about/"), {**ABOUT, "seen": seen}).status_code == 303
    member = as_person(cast.member).get(url(cast.here, "about/")).content.decode()
    assert "domain fr" in member
    assert "domain en" in member
    assert "<textarea" not in member
    late = client.post(url(cast.here, "about/"), {**ABOUT, "domain_fr": "autre chose", "seen": seen})
    assert late.status_code == 422
    words = late.content.decode()
    assert "autre chose" in words
    assert "domain fr" in words, "theirs stand below"
    again = {**ABOUT, "domain_fr": "autre chose", "seen": late.context["form"].data["seen"]}
    assert client.post(url(cast.here, "about/"), again).status_code == 303


def test_only_the_coordination_writes_there(cast: Cast, as_person: AsPerson) -> None:
    answer = as_person(cast.member).post(url(cast.here, "about/"), {**ABOUT, "seen": "x"})
    assert answer.status_code == 422
    cast.here.refresh_from_db()
    assert cast.here.domain == ""


def test_a_keeper_founds_a_network_and_names_its_steward(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.keeper)
    said = {
        "name": "Réseau Sept",
        "kind": "global",
        "source_language": "fr",
        "zone": "Africa/Dakar",
        "email": "s@example.org",
    }
    assert client.post("/instance/", said).status_code == 303
    invitation = Invitation.objects.get()
    assert (invitation.community.name, invitation.role) == ("Réseau Sept", Role.STEWARD)
    assert client.get(url(invitation.community, "about/")).status_code == 404, "it stays closed to her"
    page = client.get("/instance/").content.decode()
    assert "Réseau Sept" in page
    assert cast.here.name not in page
    second = f"/instance/{cast.network.public_id}/invitation/"
    assert client.post(second, {"email": "t@example.org", "language": "fr"}).status_code == 303
    assert client.get(f"/instance/{cast.here.public_id}/invitation/").status_code == 404


def test_a_community_alone_gets_its_coordination(cast: Cast, as_person: AsPerson) -> None:
    said = {
        "name": "Seule",
        "kind": "community",
        "source_language": "fr",
        "zone": "Africa/Dakar",
        "email": "c@example.org",
    }
    assert as_person(cast.keeper).post("/instance/", said).status_code == 303
    assert Invitation.objects.get().role == Role.COORDINATOR


@pytest.mark.parametrize("name", ["steward", "coordinator", "member", "nobody"])
def test_the_instance_is_absent_for_everybody_else(cast: Cast, as_person: AsPerson, name: str) -> None:
    client = as_person(cast.person(name))
    assert client.get("/instance/").status_code == 404
    assert client.post("/instance/", {"name": "x"}).status_code == 404


def test_a_steward_founds_below_her_network(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.steward)
    said = {
        "name": "Rives",
        "kind": "community",
        "source_language": "fr",
        "zone": "Africa/Dakar",
        "email": cast.steward.email,
    }
    assert client.post(url(cast.network, "communities/"), said).status_code == 422, "she does not name herself"
    assert not Community.objects.filter(name="Rives").exists(), "and nothing is half done"
    assert client.post(url(cast.network, "communities/"), {**said, "email": "c@example.org"}).status_code == 303
    child = Community.objects.get(name="Rives")
    assert client.get(url(child, "about/")).status_code == 404, "what they write stays theirs"
    again = url(cast.network, f"communities/{child.public_id}/invitation/")
    assert client.post(again, {"email": "d@example.org", "language": "en"}).status_code == 303


def test_the_tree_has_only_what_is_mine(cast: Cast, as_person: AsPerson) -> None:
    region = make_community("Région", parent=cast.network, kind=CommunityKind.REGIONAL)
    section = make_community("Section", parent=region)
    join(cast.member, section)
    join(cast.member, cast.network)
    (top,) = tree_for(cast.person("member"))
    assert top.community == cast.network
    assert [branch.community.name for branch in top.branches] == ["Communauté Ici", "Section"]
    page = as_person(cast.member).get("/communities/").content.decode()
    assert "Région" not in page
    assert "Communauté Ailleurs" not in page


@pytest.mark.parametrize("size", [1, 30])
def test_the_tree_costs_two_queries_at_any_depth(cast: Cast, size: int) -> None:
    parent = cast.network
    for number in range(size):
        parent = make_community(f"N{number}", parent=parent)
        join(cast.nobody, parent)
    person = cast.person("nobody")
    from palabre.communities.rules import standing

    standing(person)
    with CaptureQueriesContext(connection) as seen:
        tree_for(person)
    assert len(seen) == 2


def spent(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    assert [row["sql"] for row in seen if not row["sql"].lstrip().startswith(("SELECT", "WITH"))] == []
    return len(seen)


@pytest.mark.parametrize("page", ["members/", "invitations/", "roles/"])
def test_a_list_costs_the_same_for_one_and_for_thirty(cast: Cast, as_person: AsPerson, page: str) -> None:
    client = as_person(cast.coordinator)
    before = spent(client, url(cast.here, page))
    for number in range(30):
        person = make_person(f"Membre {number:02}")
        join(person, cast.here, organisation=make_organisation())
        grant(person, cast.here, Role.FACILITATOR)
        invite(actor=cast.coordinator, community=cast.here, email=f"i{number}@example.org", language="fr")
    assert spent(client, url(cast.here, page)) == before
    assert before <= 8


def test_the_tree_page_costs_the_same(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.member)
    before = spent(client, "/communities/")
    for number in range(30):
        join(cast.member, make_community(f"C{number}", parent=cast.network))
    assert spent(client, "/communities/") == before <= 8


def test_members_come_twenty_at_a_time(cast: Cast, as_person: AsPerson) -> None:
    for number in range(30):
        join(make_person(f"Zoé {number:02}"), cast.here)
    client = as_person(cast.coordinator)
    first = client.get(url(cast.here, "members/")).context["slice"]
    assert len(first.items) == 20
    rest = client.get(url(cast.here, f"members/?older={first.older}")).context["slice"]
    names = [row.person.display_name for row in (*first.items, *rest.items)]
    assert names == sorted(names)
    assert len(set(names)) == 36


def test_the_rooms_of_the_community_stand_beside_every_page(cast: Cast, as_person: AsPerson) -> None:
    def rooms(name: str) -> list[str]:
        context = as_person(cast.person(name)).get(url(cast.here, "about/") + "?lang=en").context
        return [str(label) for label, _url, _current in context["local_items"]]

    assert "Coordination" in rooms("coordinator")
    assert "Coordination" not in rooms("member")
    assert "Translate" in rooms("translator")
    assert "Translate" not in rooms("member")
    items = as_person(cast.member).get(url(cast.here, "about/")).context["local_items"]
    assert [address for _label, address, current in items if current] == [url(cast.here, "about/")]


POSTS = [
    "members/{m}/",
    "invitations/",
    "invitations/{i}/withdrawal/",
    "roles/",
    "roles/{g}/end/",
    "about/",
    "departure/",
]


@pytest.mark.covers("SR-54")
@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_guard_is_refused(cast: Cast, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.coordinator)
    invitation = invite(actor=cast.coordinator, community=cast.here, email="x@example.org", language="fr")
    ids = {
        "m": Membership.objects.get(person=cast.member).public_id,
        "i": invitation.public_id,
        "g": RoleGrant.objects.filter(community=cast.here).first().public_id,
    }
    assert client.post(url(cast.here, path.format(**ids))).status_code == 403
    for open_page in (f"/invitations/{invitation.token()}/", "/instance/"):
        assert client.post(open_page).status_code == 403


@pytest.mark.covers("SR-20")
def test_titles_and_addresses_say_nothing(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    for page in ("members/", "invitations/", "roles/", "about/", "departure/"):
        answer = client.get(url(cast.here, page))
        title = answer.content.decode().split("<title>")[1].split("</title>")[0]
        assert cast.here.name not in title
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_the_invitation_page_keeps_the_name_out_of_the_title(cast: Cast) -> None:
    invitation = invite(actor=cast.coordinator, community=cast.here, email="x@example.org", language="fr")
    page = Client().get(f"/invitations/{invitation.token()}/").content.decode()
    assert cast.here.name in page
    assert cast.here.name not in page.split("</title>")[0]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "🐢 ᠮᠣᠩ العربية", "a\u202eb"])
def test_markup_in_texts_stays_text(cast: Cast, as_person: AsPerson, text: str) -> None:
    client = as_person(cast.coordinator)
    seen = client.get(url(cast.here, "about/")).context["form"]["seen"].value()
    assert (
        client.post(url(cast.here, "about/"), {**ABOUT, "domain_fr": text, "name_fr": text, "seen": seen}).status_code
        == 303
    )
    for path in (url(cast.here, "about/"), "/communities/"):
        assert "<script>alert" not in as_person(cast.member).get(path).content.decode()


@pytest.mark.covers("INV-02")
def test_no_page_of_a_community_tells_where_else_its_members_belong(cast: Cast, as_person: AsPerson) -> None:
    cast.there.risk = "high"
    cast.there.save()
    join(cast.member, cast.there)
    grant(cast.member, cast.there, Role.FACILITATOR)
    membership = Membership.objects.get(person=cast.member, community=cast.here)
    for name in ("coordinator", "facilitator", "second_member"):
        client = as_person(cast.person(name))
        for page in (
            "",
            "members/",
            f"members/{membership.public_id}/",
            "roles/",
            "invitations/",
            "about/",
            "meetings/",
        ):
            body = client.get(url(cast.here, page)).content.decode()
            assert cast.there.name not in body, (name, page)
            assert cast.there.public_id not in body, (name, page)


def test_objectives_and_themes_are_written_one_a_line_and_read_as_a_list(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    page = client.get(url(cast.here, "about/"))
    assert page.content.decode().count("<details>") == 3, "folded as long as nothing is written"
    more = {"objectives_fr": "Comprendre\n- Échanger", "objectives_en": "Understand\n- Exchange", "mission_fr": "Unir"}
    said = {**ABOUT, **more, "seen": page.context["form"]["seen"].value()}
    assert client.post(url(cast.here, "about/"), said).status_code == 303
    body = as_person(cast.member).get(url(cast.here, "about/")).content.decode()
    for words in ("<li>Comprendre</li>", "<li>Échanger</li>", "<li>Exchange</li>", "Unir"):
        assert words in body
    assert "<details open>" in client.get(url(cast.here, "about/")).content.decode()
    for lang, words in (("fr", "<li>Échanger</li>"), ("en", "<li>Exchange</li>")):
        assert words in as_person(cast.member).get(url(cast.here) + f"?lang={lang}").content.decode()
