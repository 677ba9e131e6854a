"""S003-7: fifteen members choose among three groups, agree their questions, and the community has its learning agenda.

S003-8, first half: the learning outcome is adopted by consent. Every step is a form that a browser would send.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.communities.choices import RiskProfile, Role
from palabre.communities.models import Community
from palabre.communities.queries import local_id
from palabre.decisions.models import Proposal
from palabre.groups.models import (
    Grouping,
    GroupMembership,
    LearningAgenda,
    LearningOutcome,
    LearningQuestion,
    Preference,
    WorkingGroup,
)
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import read, send

pytestmark = pytest.mark.django_db
THEMES = (
    ("Soins et enracinement", "Rooted care"),
    ("Pratiquer la responsabilité", "Practising accountability"),
    ("Renforcer la collaboration", "Stronger collaboration"),
)


class Story:
    """One cohort: a coordination, fifteen members, and what they do in the pages."""

    def __init__(self, as_person) -> None:
        self.community: Community = make_community("Cohorte", risk=RiskProfile.HIGH)
        self.here = self.community.public_id
        self.members = [make_person(f"Membre {number:02}") for number in range(1, 16)]
        for one in self.members:
            join(one, self.community)
        coordinator = make_person("Coordination")
        grant(coordinator, self.community, Role.COORDINATOR)
        self.as_person = as_person
        self.coordination: Client = as_person(coordinator)

    def at(self, person: Person) -> Client:
        client: Client = self.as_person(person)
        return client

    def form_groups(self) -> list[WorkingGroup]:
        """Three groups of five places; eight prefer the first, one says nothing."""
        for french, english in THEMES:
            send(
                self.coordination, "groups:opening", self.here, theme_fr=french, theme_en=english, places=5,
                about_fr="Comment durer ?", about_en="How to last?",
            )  # fmt: skip
        groups = list(WorkingGroup.objects.order_by("position"))
        day = (timezone.localdate() + timedelta(days=7)).isoformat()
        send(self.coordination, "groups:choice_day", self.here, day=day, hour="18:00")
        for number, one in enumerate(self.members[:14]):
            first = 0 if number < 8 else 1 if number < 12 else 2
            ranking = [groups[first], groups[(first + 1) % 3], groups[(first + 2) % 3]]
            chosen = {f"choice_{rank}": group.public_id for rank, group in enumerate(ranking, 1)}
            send(self.at(one), "groups:choice", self.here, **chosen)
        return groups

    def share_out(self) -> None:
        Grouping.objects.update(choose_until=timezone.now())
        send(self.coordination, "groups:sharing", self.here)
        send(self.coordination, "groups:sharing_confirmation", self.here)

    def name_leads(self, groups: list[WorkingGroup]) -> dict[int, list[Person]]:
        """One lead in each group, named by the coordination; the members of each, lead first."""
        found: dict[int, list[Person]] = {}
        for group in groups:
            rows = GroupMembership.objects.filter(group=group, left_at=None).select_related("person").order_by("pk")
            found[group.pk] = [row.person for row in rows]
            key = local_id(found[group.pk][0], self.community)
            send(self.coordination, "groups:leads", group.public_id, person=key)
        return found

    def agree(self, lead: Person, group: WorkingGroup, question: LearningQuestion) -> int:
        url = reverse("groups:agreement", args=[group.public_id, question.public_id])
        said = {"decided_on": timezone.localdate().isoformat(), "decision": "En réunion de groupe, toutes d'accord."}
        return self.at(lead).post(url, said).status_code

    def propose(self, person: Person, group: WorkingGroup, french: str, english: str) -> LearningQuestion:
        send(self.at(person), "groups:question_proposing", group.public_id, text_fr=french, text_en=english)
        return LearningQuestion.objects.latest("pk")


@pytest.fixture
def story(as_person) -> Story:
    return Story(as_person)


@pytest.mark.covers("S003-7", "INV-05", "INV-06", "INV-09")
def test_fifteen_members_three_groups_their_questions_and_the_agenda(story: Story) -> None:
    groups = story.form_groups()
    story.share_out()

    # exactly one group each, five in each
    places = list(GroupMembership.objects.filter(left_at=None).values_list("person", "group"))
    assert len(places) == len({person for person, _group in places}) == 15
    assert [sum(1 for _p, where in places if where == group.pk) for group in groups] == [5, 5, 5]
    # eleven firsts with two thirds and nine firsts with five seconds both make 19: nobody is sent to her third choice
    rank = {(one.person_id, one.group_id): one.rank for one in Preference.objects.all()}
    given = sorted(rank[place] for place in places if place in rank)
    assert given == [1] * 9 + [2] * 5

    members = story.name_leads(groups)
    for group in groups:
        send(story.at(members[group.pk][0]), "groups:stage", group.public_id, to="refining_questions")

    # the first group agrees two questions; one of them is made of two proposals, and was reworded
    first, (lead, second, third, *_rest) = groups[0], members[groups[0].pk]
    one = story.propose(second, first, "Comment prendre soin ?", "How do we care?")
    two = story.propose(third, first, "Comment se protéger ?", "How do we protect ourselves?")
    send(
        story.at(third), "groups:merging", first.public_id, questions=[one.public_id, two.public_id],
        text_fr="Comment prendre soin et se protéger ?", text_en="How do we care and protect?", reason="Proches",
    )  # fmt: skip
    merged = LearningQuestion.objects.latest("pk")
    send(
        story.at(second), "groups:wording", first.public_id, merged.public_id, reason="Plus court", seen=1,
        text_fr="Comment prendre soin de nous ?", text_en="How do we care for ourselves?",
    )  # fmt: skip
    page = read(story.at(lead), "groups:question", first.public_id, merged.public_id)
    assert "Plus court" in page
    assert "<del>" in page
    assert story.agree(lead, first, merged) == 303
    more = story.propose(second, first, "Qui nous soutient ?", "Who supports us?")
    assert story.agree(second, first, more) == 422
    assert story.agree(lead, first, more) == 303
    assert LearningQuestion.objects.filter(group=first, state="agreed").count() == 2

    # a group with three: the fourth is refused, with what to do
    other, other_lead = groups[1], members[groups[1].pk][0]
    for number in range(3):
        assert story.agree(other_lead, other, story.propose(other_lead, other, f"Q{number} ?", f"Q{number}?")) == 303
    fourth = story.propose(other_lead, other, "Une de plus ?", "One more?")
    assert story.agree(other_lead, other, fourth) == 422
    page = read(story.at(other_lead), "groups:question", other.public_id, fourth.public_id, lang="fr")
    assert "Trois questions sont déjà validées" in page
    assert LearningQuestion.objects.filter(group=other, state="agreed").count() == 3

    # the agenda waits for the third group, then holds all six
    aims = {"aims_fr": "Apprendre à durer.", "aims_en": "Learning to last."}
    send(story.coordination, "groups:aims", story.here, **aims)
    publication = reverse("groups:agenda_publication", args=[story.here])
    assert story.coordination.post(publication).status_code == 403
    last, last_lead = groups[2], members[groups[2].pk][0]
    assert story.agree(last_lead, last, story.propose(last_lead, last, "Quels ponts ?", "Which bridges?")) == 303
    assert story.coordination.post(publication).status_code == 303
    assert LearningAgenda.objects.get().published_at is not None
    french = read(story.at(story.members[14]), "groups:agenda", story.here, lang="fr")
    for words in ("Apprendre à durer", "Comment prendre soin de nous", "Qui nous soutient", "Q0", "Q2", "Quels ponts"):
        assert words in french
    assert "Une de plus" not in french
    english = read(story.at(story.members[14]), "groups:agenda", story.here, lang="en")
    assert "How do we care for ourselves" in english


def test_the_outcome_is_adopted_by_consent_and_opens_the_planning(story: Story) -> None:
    """S003-8, its first half; the plan and the budget have their own story."""
    groups = story.form_groups()
    story.share_out()
    members = story.name_leads(groups)
    group, people = groups[0], members[groups[0].pk]
    lead, second = people[0], people[1]
    send(story.at(lead), "groups:stage", group.public_id, to="refining_questions")
    assert story.agree(lead, group, story.propose(second, group, "Comment ?", "How?")) == 303
    send(story.at(lead), "groups:stage", group.public_id, to="choosing_outcome")
    stage = reverse("groups:stage", args=[group.public_id])
    assert story.at(lead).post(stage, {"to": "planning"}).status_code == 403
    send(
        story.at(second), "groups:outcome_proposing", group.public_id, kind="guide", title_fr="Un guide de soins",
        title_en="A care guide", text_fr="Vingt pages à pratiquer.", text_en="Twenty pages to practise.",
    )  # fmt: skip
    outcome = LearningOutcome.objects.get()
    send(story.at(second), "groups:outcome_consent", group.public_id, outcome.public_id)
    proposal = Proposal.objects.get()
    assert set(proposal.electors.values_list("person", flat=True)) == {one.pk for one in people}
    until = (timezone.localdate() + timedelta(days=7)).isoformat()
    send(story.at(second), "decisions:stances", proposal.public_id, until=until)
    for one in people:
        send(story.at(one), "decisions:stance", proposal.public_id, kind="consent", comment="")
    send(story.at(second), "decisions:round_end", proposal.public_id)
    assert story.at(lead).post(stage, {"to": "planning"}).status_code == 403
    review_on = (timezone.localdate() + timedelta(days=120)).isoformat()
    send(story.at(second), "decisions:outcome", proposal.public_id, outcome="Nous le faisons.", review_on=review_on)
    send(story.at(lead), "groups:stage", group.public_id, to="planning")
    outcome.refresh_from_db()
    group.refresh_from_db()
    assert outcome.adopted_at is not None
    assert group.stage == "planning"
    assert "Un guide de soins" in read(story.at(people[4]), "desk:group", group.public_id, lang="fr")
