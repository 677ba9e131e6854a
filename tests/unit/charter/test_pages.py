"""The pages: forms come back filled, refusals are sentences, both languages, the public texts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.charter.actions import begin_edition
from palabre.charter.choices import TextKind
from palabre.charter.models import Adherence, Adoption, Signature
from palabre.communities.choices import CommunityKind, MembershipState
from palabre.communities.models import Community, Membership
from palabre.demo import alliance_charter as story
from palabre.demo import alliance_texts as texts
from palabre.journal.models import Entry
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail
from tests.factories import join, make_person
from tests.personas import Cast
from tests.unit.charter.helpers import DAY, adopted, approver_of, publish, signed

pytestmark = pytest.mark.django_db
AsPerson = Callable[..., Client]


def at(name: str, cast: Cast, *more: str) -> str:
    return reverse(f"charter:{name}", args=[cast.here.public_id, *more])


def test_the_charter_is_read_in_the_language_of_the_page_or_in_the_other(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    client = as_person(cast.member)
    page = client.get(at("charter", cast)).content.decode()
    assert texts.REFUSE[0].title.fr in page
    assert "Lire et signer" in page
    assert "Read in English" in page
    english = client.get(at("charter", cast), {"in": "en"}).content.decode()
    assert texts.REFUSE[0].title.en in english
    assert 'lang="en"' in english
    assert "Lire en français" in english


def test_a_signature_without_the_seal_of_the_text_is_not_taken(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    client = as_person(cast.member)
    answer = client.post(at("signature", cast), {"language": "fr", "seen": "0" * 64})
    assert answer.status_code == 409
    assert "Une nouvelle version a été publiée" in answer.content.decode()
    assert not Signature.objects.exists()


def test_pressing_twice_says_so_and_signs_once(cast: Cast, as_person: AsPerson) -> None:
    code = adopted(cast).code
    client, said = as_person(cast.member), {"language": "en", "seen": code.digest_en}
    assert client.post(at("signature", cast), said).status_code == 303
    assert client.post(at("signature", cast), said).status_code == 403
    assert Signature.objects.count() == 1
    page = client.get(at("signature", cast), {"in": "en"}).content.decode()
    assert code.digest_en in page


def test_without_a_code_the_page_says_what_comes_next(cast: Cast, as_person: AsPerson) -> None:
    assert "La coordination de la communauté en adopte un" in as_person(cast.member).get(
        at("charter", cast)
    ).content.decode().replace("&#x27;", "’")
    assert as_person(cast.member).get(at("signature", cast)).status_code == 404
    publish(cast)
    page = as_person(cast.coordinator).get(at("charter", cast)).content.decode()
    assert at("adoption", cast) in page


def test_an_adoption_without_a_decision_comes_back_filled(cast: Cast, as_person: AsPerson) -> None:
    code = publish(cast)
    client = as_person(cast.coordinator)
    answer = client.post(at("adoption", cast), {"code": code.public_id, "decision": "", "decided_on": "2 mars 2026"})
    assert answer.status_code == 422
    assert "2 mars 2026" in answer.content.decode()
    assert not Adoption.objects.exists()
    good = {"code": code.public_id, "decision": "En plénière", "decided_on": "2 mars 2026"}
    assert client.post(at("adoption", cast), good).status_code == 303
    assert Adoption.objects.get().decided_on == DAY
    assert as_person(cast.member).get(at("adoption", cast)).status_code == 403


def test_who_has_not_signed_is_absent_for_members(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    assert as_person(cast.member).get(at("signatures", cast)).status_code == 404
    assert as_person(cast.member).post(at("reminder", cast)).status_code == 404
    page = as_person(cast.coordinator).get(at("signatures", cast)).content.decode()
    assert "Second member" in page
    assert as_person(cast.coordinator).post(at("reminder", cast)).status_code == 303
    assert as_person(cast.coordinator).post(at("reminder", cast)).status_code == 403


def test_mails_name_neither_the_community_nor_the_code(cast: Cast) -> None:
    from palabre.notices.writing import written

    Community.objects.filter(pk=cast.here.pk).update(name="NOMDUGROUPE")
    adopted(cast)
    read_journal()
    mail = Mail.objects.filter(person=cast.member, template="charter/email/sign.txt").get()
    message = written(mail)
    for word in ("NOMDUGROUPE", "code", "conduite", "charte", "principe"):
        assert word not in message.body + message.subject, word
    signed(cast.person("member"), Adoption.objects.get())
    with pytest.raises(Exception, match="moot"):
        written(mail)


def test_the_head_speaks_of_principles_only_where_there_are_some(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    html = as_person(cast.member).get(at("charter", cast) + "?lang=en").content.decode()
    assert "version 1 of our code of conduct" in html
    assert "our principles" not in html


def test_what_has_changed_asks_for_a_signature_only_as_long_as_it_is_missing(cast: Cast, as_person: AsPerson) -> None:
    adoption = adopted(cast)
    signed(cast.member, adoption)
    publish(cast, version=2)
    client = as_person(cast.member)
    changes, sign = at("changes", cast), at("signature", cast)
    assert f'href="{sign}"' in client.get(changes).content.decode()
    adoption = Adoption.objects.get(community=cast.here, ended_at=None)
    signed(cast.member, adoption)
    assert f'href="{sign}"' not in client.get(changes).content.decode()


def test_one_room_only_is_marked_beside_the_signatures(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    items = as_person(cast.person("coordinator")).get(at("signatures", cast)).context["local_items"]
    assert [address for _label, address, current in items if current] == [at("charter", cast)]


def test_an_organisation_adheres_from_the_page(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    client = as_person(cast.member)
    page = client.get(at("charter", cast)).content.decode()
    action = re.search(r'action="([^"]+/adherence/[^"]+)">.*?name="seen" value="(\w+)"', page, re.DOTALL)
    assert action
    assert client.post(action[1], {"language": "fr", "seen": action[2]}).status_code == 303
    assert Adherence.objects.get().by == cast.member


def test_a_draft_is_seen_by_its_writers_and_its_article_comes_back_filled(cast: Cast, as_person: AsPerson) -> None:
    reader = approver_of(cast.network)
    publish(cast, approver=reader)
    draft = begin_edition(actor=cast.person("steward"), community=cast.network, kind=TextKind.CODE)
    where = [cast.network.public_id, draft.public_id]
    join(cast.member, cast.network)
    assert as_person(cast.member).get(reverse("charter:edition", args=where)).status_code == 404
    client = as_person(cast.steward)
    url = reverse("charter:articles", args=where)
    said = {"part": "c_refuse", "title_fr": "Un titre gardé", "title_en": "", "text_fr": "", "text_en": "Kept"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Un titre gardé" in page
    assert "Kept" in page
    assert client.post(url, {**said, "text_fr": "Le texte"}).status_code == 303
    assert draft.articles.filter(part="c_refuse").count() == 7
    assert client.get(reverse("charter:publication", args=where)).status_code == 403


def test_two_who_write_one_article_see_both_texts(cast: Cast, as_person: AsPerson) -> None:
    publish(cast)
    draft = begin_edition(actor=cast.person("steward"), community=cast.network, kind=TextKind.CODE)
    article = draft.articles.first()
    assert article is not None
    url = reverse("charter:article", args=[cast.network.public_id, draft.public_id, article.public_id])
    client = as_person(cast.steward)
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())
    assert seen
    said = {"title_fr": "Le mien", "title_en": "Mine", "text_fr": "A", "text_en": "A", "seen": seen[1]}
    assert client.post(url, {**said, "title_fr": "Le sien"}).status_code == 303
    answer = client.post(url, said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Le sien" in page
    assert "Le mien" in page
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again
    assert client.post(url, {**said, "seen": again[1]}).status_code == 303


@pytest.mark.covers("SR-68")
@pytest.mark.parametrize("risk", ["standard", "elevated", "high"])
def test_public_texts_are_the_same_for_everyone_and_hide_what_is_at_high_risk(cast: Cast, risk: str) -> None:
    reader = approver_of(cast.network)
    publish(cast, approver=reader)
    story.publish_principles(network=cast.network, steward=cast.person("steward"), approver=reader, on=DAY)
    Community.objects.filter(pk=cast.network.pk).update(risk=risk)
    for name, title in (("code", texts.ADOPT[0].title), ("principles", texts.PRINCIPLES[0].title)):
        for language in ("fr", "en"):
            answer = Client().get(reverse(f"public:{name}"), {"lang": language})
            assert answer.status_code == 200
            assert not answer.cookies
            assert "public" in answer["Cache-Control"]
            shown = getattr(title, language) in answer.content.decode()
            assert shown == (risk != "high"), (name, language)


def test_a_code_that_is_only_a_draft_or_of_a_lower_community_is_not_public(cast: Cast) -> None:
    publish(cast)
    Community.objects.filter(pk=cast.network.pk).update(kind=CommunityKind.COMMUNITY)
    assert texts.ADOPT[0].title.en not in Client().get("/code/").content.decode()


def test_the_pages_cost_the_same_with_many_members(cast: Cast, as_person: AsPerson) -> None:
    adopted(cast)
    client = as_person(cast.coordinator)

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(at(name, cast)).status_code == 200
        return len(found)

    before = {name: asked(name) for name in ("charter", "signatures", "signature")}
    for _number in range(30):
        join(make_person(), cast.here)
    assert {name: asked(name) for name in before} == before


def test_a_person_with_two_names_signs_apart_in_each_community(cast: Cast) -> None:
    """Nothing that another member or coordination reads joins her two places."""
    adoption = adopted(cast)
    there = join(cast.member, cast.there, handle="Autre nom")
    story.adopt(community=cast.there, coordinator=cast.person("outsider"), code=adoption.code, on=DAY)
    one = signed(cast.person("member"), adoption)
    other = signed(cast.person("member"), Adoption.objects.get(community=cast.there))
    assert one.membership != other.membership == there
    facts = Entry.objects.filter(kind="charter.signed").values_list("facts", flat=True)
    assert all(set(row) == {"code", "language"} for row in facts)
    assert Membership.objects.get(pk=there.pk).state == MembershipState.ACTIVE
