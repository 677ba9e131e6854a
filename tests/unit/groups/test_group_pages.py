"""The pages of groups, questions, outcome and agenda: who sees, who is refused, what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.communities.queries import local_id
from palabre.groups.actions.forming import open_choice
from palabre.groups.choices import GroupStage
from palabre.groups.models import Grouping, GroupMembership, LearningOutcome, LearningQuestion, Preference, WorkingGroup
from palabre.languages.queries import words
from tests.factories import join, make_person
from tests.personas import Cast
from tests.unit.groups.making_groups import asked, at_work, make_group, newcomers

pytestmark = pytest.mark.django_db


def at(name: str, *args: str) -> str:
    return reverse(name if ":" in name else f"groups:{name}", args=args)


def test_a_stranger_finds_nothing(cast: Cast, as_person) -> None:
    group = at_work(cast)
    question = asked(cast, group)
    pages = [
        at("groups", cast.here.public_id), at("agenda", cast.here.public_id), at("desk:group", group.public_id),
        at("questions", group.public_id), at("question", group.public_id, question.public_id),
        at("outcome", group.public_id), at("leads", group.public_id), at("sharing", cast.here.public_id),
    ]  # fmt: skip
    for name in ("outsider", "nobody", "steward", "keeper"):
        client = as_person(cast.person(name))
        assert {client.get(page).status_code for page in pages} == {404}
    visitor = as_person(None)
    assert all(visitor.get(page).status_code in (302, 303) for page in pages)


def test_a_member_reads_every_page_and_acts_in_her_own_group(cast: Cast, as_person) -> None:
    group, other = at_work(cast), make_group(cast, 1)
    client = as_person(cast.second_member)
    for page in (
        at("groups", cast.here.public_id), at("agenda", cast.here.public_id), at("desk:group", other.public_id),
        at("desk:group", group.public_id), at("questions", other.public_id), at("outcome", group.public_id),
    ):  # fmt: skip
        assert client.get(page).status_code == 200, page
    answer = client.post(at("question_proposing", other.public_id), {"text_fr": "Et nous ?"})
    assert answer.status_code == 422
    assert "Et nous ?" in answer.content.decode()
    assert not LearningQuestion.objects.exists()


def test_a_question_in_twenty_thousand_characters_comes_back_filled(cast: Cast, as_person) -> None:
    group, long = at_work(cast), "pourquoi " * 2222
    answer = as_person(cast.core).post(at("question_proposing", group.public_id) + "?lang=fr", {"text_fr": long})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert long.strip() in page
    assert "600 caractères" in page
    assert not LearningQuestion.objects.exists()


def test_a_question_is_proposed_in_the_language_in_which_it_was_written(cast: Cast, as_person) -> None:
    group = at_work(cast)
    as_person(cast.core).post(at("question_proposing", group.public_id), {"text_en": "How do we last?"})
    question = LearningQuestion.objects.get()
    assert (question.text, question.source_language) == ("How do we last?", "en")


def test_a_direct_post_to_a_later_stage_is_refused(cast: Cast, as_person) -> None:
    group = at_work(cast)
    for to in ("planning", "closed", "forming", "", "x" * 500):
        assert as_person(cast.member).post(at("stage", group.public_id), {"to": to}).status_code == 403
    group.refresh_from_db()
    assert group.stage == GroupStage.QUESTIONS


def test_the_home_says_what_is_missing_and_where(cast: Cast, as_person) -> None:
    group = at_work(cast)
    page = as_person(cast.core).get(at("desk:group", group.public_id) + "?lang=fr").content.decode()
    assert "Aucune question d’apprentissage n’est encore validée" in page
    assert at("questions", group.public_id) in page
    assert "Membre" in page or "Second" in page


def test_the_fourth_shows_its_reason_and_no_open_door(cast: Cast, as_person) -> None:
    group = at_work(cast)
    for place in (1, 2, 3):
        LearningQuestion.objects.create(
            group=group, text=f"Q{place} ?", state="agreed", place=place, agreed_at=timezone.now()
        )
    fourth = asked(cast, group)
    client = as_person(cast.member)
    page = client.get(at("question", group.public_id, fourth.public_id) + "?lang=en").content.decode()
    assert "Three questions are agreed already" in page
    said = {"decided_on": timezone.localdate().isoformat(), "decision": "Oui"}
    answer = client.post(at("agreement", group.public_id, fourth.public_id), said)
    assert answer.status_code == 422
    assert LearningQuestion.objects.filter(state="agreed").count() == 3


def test_a_clash_shows_what_the_other_wrote_and_the_next_press_is_a_choice(cast: Cast, as_person) -> None:
    group = at_work(cast)
    question = asked(cast, group)
    url, client = at("wording", group.public_id, question.public_id), as_person(cast.core)
    sent = {"text_fr": "Le mien ?", "reason": "R", "seen": "1"}
    LearningQuestion.objects.filter(pk=question.pk).update(text="Le leur ?", version=2)
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le leur" in page
    assert "Le mien" in page
    assert client.post(url, sent | {"seen": "2"}).status_code == 303


def test_choosing_ranks_groups_and_says_what_is_wrong(cast: Cast, as_person) -> None:
    one, two = make_group(cast), make_group(cast, 1)
    open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now() + timedelta(days=3))
    url, client = at("choice", cast.here.public_id), as_person(cast.member)
    assert client.get(url).status_code == 200
    twice = client.post(url, {"choice_1": one.public_id, "choice_2": one.public_id})
    assert twice.status_code == 422
    assert client.post(url, {"choice_1": ""}).status_code == 422
    assert client.post(url, {"choice_1": two.public_id, "choice_2": one.public_id}).status_code == 303
    assert list(Preference.objects.order_by("rank").values_list("group", flat=True)) == [two.pk, one.pk]
    Grouping.objects.update(choose_until=timezone.now())
    late = client.post(url, {"choice_1": one.public_id})
    assert late.status_code == 422


def test_what_others_prefer_is_seen_by_whoever_shares_out_alone(cast: Cast, as_person) -> None:
    make_group(cast)
    make_group(cast, 1)
    open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now() + timedelta(days=3))
    url = at("sharing", cast.here.public_id)
    assert as_person(cast.member).get(url).status_code == 403
    assert as_person(cast.coordinator).get(url).status_code == 200
    assert as_person(cast.member).get(at("places", cast.here.public_id)).status_code == 403


def test_the_whole_sharing_out_through_pages(cast: Cast, as_person) -> None:
    make_group(cast)
    two = make_group(cast, 1)
    newcomers(cast.here, 30)
    open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now() + timedelta(days=3))
    Grouping.objects.update(choose_until=timezone.now())
    client, url = as_person(cast.coordinator), at("sharing", cast.here.public_id)
    assert client.post(url).status_code == 303
    page = client.get(url)
    (line, *_rest) = page.context["lines"].items
    assert len(page.context["lines"].items) == 20
    sent = {"line": line.public_id, "group": two.public_id}
    assert as_person(cast.member).post(at("sharing_line", cast.here.public_id), sent).status_code == 404
    assert client.post(at("sharing_line", cast.here.public_id), sent).status_code == 303
    assert as_person(cast.member).post(at("sharing_confirmation", cast.here.public_id)).status_code == 403
    assert client.post(at("sharing_confirmation", cast.here.public_id)).status_code == 303
    assert GroupMembership.objects.get(person=line.person).group == two
    assert GroupMembership.objects.count() == 34


def test_rooms_show_groups_where_there_are_some(cast: Cast, as_person) -> None:
    def rooms(person, community) -> list[str]:
        items = as_person(person).get(reverse("communities:about", args=[community.public_id])).context["local_items"]
        return [url for _label, url, _here in items]

    assert at("groups", cast.here.public_id) not in rooms(cast.member, cast.here)
    group = at_work(cast)
    assert at("groups", cast.here.public_id) in rooms(cast.member, cast.here)
    items = as_person(cast.member).get(at("questions", group.public_id)).context["local_items"]
    assert [url for _label, url, here in items if here] == [at("groups", cast.here.public_id)]


def test_in_an_elevated_community_other_groups_see_no_names(cast: Cast, as_person) -> None:
    cast.here.risk = "high"
    cast.here.save(update_fields=["risk"])
    group = at_work(cast)
    question = asked(cast, group)
    cast.second_member.display_name = "Nom Unique"
    cast.second_member.save(update_fields=["display_name"])
    other = make_person("Ailleurs")
    join(other, cast.here)
    for page in (at("desk:group", group.public_id), at("question", group.public_id, question.public_id)):
        assert "Nom Unique" not in as_person(other).get(page).content.decode()
        assert "Nom Unique" in as_person(cast.member).get(page).content.decode()


def test_the_outcome_is_proposed_reworded_and_put(cast: Cast, as_person) -> None:
    group = at_work(cast, GroupStage.OUTCOME)
    client = as_person(cast.core)
    said = {"kind": "art", "title_fr": "Une fresque", "text_fr": "Peinte à trente mains.", "title_en": "A mural"}
    assert client.post(at("outcome_proposing", group.public_id), said).status_code == 303
    outcome = LearningOutcome.objects.get()
    assert words(outcome, "title", "en").text == "A mural"
    url = at("outcome_wording", group.public_id, outcome.public_id)
    page = client.get(url)
    sent = said | {"title_fr": "Deux fresques", "seen": page.context["form"]["seen"].value()}
    assert client.post(url, sent).status_code == 303
    assert client.post(url, sent).status_code == 409
    assert client.post(at("outcome_consent", group.public_id, outcome.public_id)).status_code == 303
    assert client.get(at("outcome", group.public_id)).status_code == 200
    assert as_person(cast.coordinator).post(at("outcome_proposing", group.public_id), said).status_code == 422


def test_the_list_of_questions_costs_the_same_for_one_and_fifty(
    cast: Cast, as_person, django_assert_max_num_queries
) -> None:
    group = at_work(cast)
    client, url = as_person(cast.member), at("questions", group.public_id)
    asked(cast, group)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(30):
        asked(cast, group, f"Encore {number} ?")
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_leads_are_named_and_ended_by_a_key_of_this_community(cast: Cast, as_person) -> None:
    group = at_work(cast)
    client, url = as_person(cast.member), at("leads", group.public_id)
    page = client.get(url)
    key = next(key for key, person in page.context["form"].people.items() if person == cast.core)
    assert client.post(url, {"person": key}).status_code == 303
    assert client.post(at("lead_end", group.public_id), {"person": cast.core.public_id}).status_code == 404
    assert client.post(at("lead_end", group.public_id), {"person": key}).status_code == 403
    assert as_person(cast.coordinator).post(at("lead_end", group.public_id), {"person": key}).status_code == 303
    assert WorkingGroup.objects.get(pk=group.pk).memberships.filter(leads=True).count() == 1


def test_nobody_outside_learns_who_leads_by_trying_to_end_it(cast: Cast, as_person) -> None:
    cast.here.risk = "high"
    cast.here.save(update_fields=["risk"])
    group = at_work(cast)
    outside = make_person("Ailleurs")
    join(outside, cast.here)
    places = GroupMembership.objects.filter(group=group).select_related("person")
    keys = {row.leads: local_id(row.person, cast.here) for row in places}
    assert set(keys) == {True, False}, "one who leads, one who does not"
    url = at("lead_end", group.public_id)
    for key in (*keys.values(), local_id(outside, cast.here), "zzzz", ""):
        assert as_person(outside).post(url, {"person": key}).status_code == 404
    plain = next(row.person for row in places if not row.leads)
    assert as_person(plain).post(url, {"person": keys[True]}).status_code == 403, "she sees who leads, and why not"
    assert places.filter(leads=True).exists()
    assert as_person(cast.coordinator).post(url, {"person": keys[True]}).status_code == 303
    assert not places.filter(leads=True).exists()
