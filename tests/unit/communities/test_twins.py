"""Two communities become twins by a code that one reads out to the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.twins import accept_twin, ask_twin, end_twin, make_twin_code
from palabre.communities.models import TwinCode, TwinLink
from palabre.communities.rules.twins import are_twins, can_accept_twin, can_end_twin, can_view_twin, visible_twins
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal
from palabre.notices.queries import news_for
from tests.factories import grant, make_community, make_person
from tests.personas import ROLES_HERE, STRANGERS
from tests.races import at_once

pytestmark = pytest.mark.django_db


def asked(cast) -> TwinLink:
    """`here` asks `there` with the code that `there` gave."""
    code = make_twin_code(actor=cast.person("outsider"), community=cast.there)
    return ask_twin(actor=cast.person("coordinator"), community=cast.here, code=code.code())


def linked(cast) -> TwinLink:
    return accept_twin(actor=cast.person("outsider"), twin=asked(cast))


def test_the_code_is_typed_as_it_was_heard(cast):
    code = make_twin_code(actor=cast.outsider, community=cast.there).code().lower()
    twin = ask_twin(actor=cast.coordinator, community=cast.here, code=f" {code[:4]} {code[4:8]}-{code[8:]}")
    assert (twin.asking, twin.asked) == (cast.here, cast.there)
    assert not are_twins(cast.here.pk, cast.there.pk)
    accept_twin(actor=cast.person("outsider"), twin=twin)
    assert are_twins(cast.there.pk, cast.here.pk)


def test_a_code_works_once_for_a_week_and_not_for_oneself(cast):
    code = make_twin_code(actor=cast.outsider, community=cast.there)
    said = code.code()
    with pytest.raises(Refused):
        ask_twin(actor=cast.person("outsider"), community=cast.there, code=said)
    TwinCode.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused):
        ask_twin(actor=cast.person("coordinator"), community=cast.here, code=said)
    second = make_twin_code(actor=cast.person("outsider"), community=cast.there)
    ask_twin(actor=cast.person("coordinator"), community=cast.here, code=second.code())
    third = make_community("Troisième")
    grant(cast.coordinator, third, "coordinator")
    with pytest.raises(Refused):
        ask_twin(actor=cast.person("coordinator"), community=third, code=second.code())


@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_only_the_coordination_asks_with_a_code(cast, name):
    said = make_twin_code(actor=cast.person("outsider"), community=cast.there).code()
    if name == "coordinator":
        ask_twin(actor=cast.person(name), community=cast.here, code=said)
    else:
        with pytest.raises(Refused):
            ask_twin(actor=cast.person(name), community=cast.here, code=said)
        assert not TwinLink.objects.exists()


def test_a_code_of_one_community_leaves_those_of_others_and_the_used_ones(cast):
    used = make_twin_code(actor=cast.person("outsider"), community=cast.there)
    twin = ask_twin(actor=cast.person("coordinator"), community=cast.here, code=used.code())
    ours = make_twin_code(actor=cast.person("coordinator"), community=cast.here)
    again = make_twin_code(actor=cast.person("outsider"), community=cast.there)
    assert set(TwinCode.objects.all()) == {used, ours, again}
    end_twin(actor=cast.person("outsider"), twin=twin)
    assert ask_twin(actor=cast.person("coordinator"), community=cast.here, code=again.code()), "what ended may begin"


def test_a_new_code_shuts_the_one_before_and_only_a_digest_is_kept(cast):
    first = make_twin_code(actor=cast.outsider, community=cast.there).code()
    second = make_twin_code(actor=cast.person("outsider"), community=cast.there)
    with pytest.raises(Refused):
        ask_twin(actor=cast.person("coordinator"), community=cast.here, code=first)
    assert second.code() not in str(TwinCode.objects.values().get())


def test_guessing_codes_is_slowed_down(cast):
    for _ in range(10):
        with pytest.raises(Refused) as refusal:
            ask_twin(actor=cast.person("coordinator"), community=cast.here, code="AAAABBBBCCCC")
    code = make_twin_code(actor=cast.outsider, community=cast.there).code()
    with pytest.raises(Refused) as refusal:
        ask_twin(actor=cast.person("coordinator"), community=cast.here, code=code)
    assert refusal.value.field == "code"
    assert not TwinLink.objects.exists()


@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_who_gives_asks_accepts_and_ends(cast, name):
    def may(act):
        try:
            act()
        except Refused:
            return False
        return True

    twin = asked(cast)
    assert may(lambda: make_twin_code(actor=cast.person(name), community=cast.here)) == (name == "coordinator")
    assert may(lambda: accept_twin(actor=cast.person(name), twin=twin)) == (name == "outsider")
    assert may(lambda: end_twin(actor=cast.person(name), twin=twin)) == (name in ("coordinator", "outsider"))


def test_links_are_seen_where_they_can_be_viewed(cast):
    twin = linked(cast)
    for name, person in cast.everyone().items():
        seen = visible_twins(person).filter(pk=twin.pk).exists()
        assert seen == bool(can_view_twin(person, twin)), name
        assert seen == (name not in ("steward", "keeper", "nobody")), name


def test_the_same_two_are_linked_once_in_either_direction(cast):
    linked(cast)
    code = make_twin_code(actor=cast.person("coordinator"), community=cast.here).code()
    with pytest.raises(Refused):
        ask_twin(actor=cast.person("outsider"), community=cast.there, code=code)


@pytest.mark.django_db(transaction=True)
def test_two_that_ask_each_other_at_once_are_linked_once(cast):
    ours = make_twin_code(actor=cast.coordinator, community=cast.here).code()
    theirs = make_twin_code(actor=cast.outsider, community=cast.there).code()
    results = at_once([
        lambda: ask_twin(actor=cast.coordinator, community=cast.here, code=theirs),
        lambda: ask_twin(actor=cast.outsider, community=cast.there, code=ours),
    ])  # fmt: skip
    assert sum(isinstance(one, TwinLink) for one in results) == 1
    assert TwinLink.objects.count() == 1


def url(community, name="twins", *more):
    return reverse(f"communities:{name}", args=[community.public_id, *more])


def test_names_show_only_to_whom_they_were_given(cast, as_person):
    twin = asked(cast)
    ours, theirs = as_person(cast.coordinator), as_person(cast.outsider)
    assert "Communauté Ailleurs" not in ours.get(url(cast.here)).content.decode()
    assert "Communauté Ici" in theirs.get(url(cast.there)).content.decode()
    assert "pas encore de réponse" in ours.get(url(cast.here)).content.decode()
    assert "pas encore de réponse" not in as_person(cast.member).get(url(cast.here)).content.decode()
    assert theirs.post(url(cast.there, "twin_acceptance", twin.public_id)).status_code == 303
    assert "Communauté Ailleurs" in as_person(cast.member).get(url(cast.here)).content.decode()
    assert theirs.get(f"/c/{cast.here.public_id}/").status_code == 404


def test_the_pages_give_a_code_and_take_it(cast, as_person):
    theirs, ours = as_person(cast.outsider), as_person(cast.coordinator)
    assert theirs.post(url(cast.there, "twin_code")).status_code == 303
    code = TwinCode.objects.get().code()
    assert f"{code[:4]} {code[4:8]} {code[8:]}" in theirs.get(url(cast.there)).content.decode()
    assert code[:4] not in as_person(cast.member).get(url(cast.here)).content.decode()
    wrong = ours.post(url(cast.here), {"code": "ABCD EFGH"})
    assert wrong.status_code == 422
    assert "ABCD EFGH" in wrong.content.decode()
    assert ours.post(url(cast.here), {"code": code}).status_code == 303
    assert as_person(cast.member).post(url(cast.here), {"code": code}).status_code == 403


def test_coordinations_are_told(cast):
    twin = asked(cast)
    read_journal()
    assert [news.line.url for news in news_for(cast.person("outsider"))] == [url(cast.there)]
    accept_twin(actor=cast.person("outsider"), twin=twin)
    read_journal()
    assert [news.line.url for news in news_for(cast.person("coordinator"))] == [url(cast.here)]
    end_twin(actor=cast.person("coordinator"), twin=twin)
    read_journal()
    assert url(cast.there) in [news.line.url for news in news_for(cast.person("outsider"))]
    assert news_for(make_person()) == []


def test_what_is_answered_or_ended_is_not_answered_again(cast):
    twin = asked(cast)
    assert can_accept_twin(cast.person("outsider"), twin)
    accept_twin(actor=cast.person("outsider"), twin=twin)
    twin.refresh_from_db()
    assert twin.accepted_by == cast.outsider
    assert not can_accept_twin(cast.person("outsider"), twin)
    end_twin(actor=cast.person("coordinator"), twin=twin)
    twin.refresh_from_db()
    assert twin.ended_at is not None
    assert not are_twins(cast.here.pk, cast.there.pk)
    for rule in (can_accept_twin, can_end_twin):
        for name in ("coordinator", "outsider"):
            assert not rule(cast.person(name), twin), (rule, name)
    for name in ("coordinator", "outsider", "member"):
        assert not visible_twins(cast.person(name)).exists()


def test_a_community_that_was_closed_since_is_no_twin(cast):
    twin = asked(cast)
    twin.asking.stage = "closed"
    assert not can_accept_twin(cast.person("outsider"), twin)
    twin.asking.stage, twin.asked.stage = "active", "archived"
    assert not can_accept_twin(cast.person("outsider"), twin)


def test_each_side_reads_its_own_links_alone(cast):
    linked(cast)
    third, fourth = make_community("Troisième"), make_community("Quatrième")
    foreign = TwinLink.objects.create(asking=third, asked=fourth, accepted_at=timezone.now())
    for name in ("coordinator", "member", "outsider"):
        assert visible_twins(cast.person(name)).count() == 1, name
        assert not can_view_twin(cast.person(name), foreign)
