"""An offer becomes a place: interests declared, confirmed, an account, a membership before its signature; never twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from palabre.calls.actions.accepting import confirm_place, declare_interests, decline_offer, take_place
from palabre.calls.actions.deciding import offer_next
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState, Outcome
from palabre.calls.models import Application
from palabre.calls.rules.deciding import places_left
from palabre.communities.actions.arriving import Newcomer
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.communities.rules import may_act
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.people.models import Person
from tests.factories import PASSWORD, join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, hands_of, holder, state_of
from tests.unit.calls.making_reviewing import fresh_client

pytestmark = pytest.mark.django_db
NEW = {
    "display_name": "Awa", "pronouns": "", "language": "fr", "zone": "Africa/Bamako", "password": PASSWORD,
    "device": "shared",
}  # fmt: skip


@pytest.fixture
def here(cast: Cast) -> Selecting:
    """Two offered and told, one waiting; the community has adopted a code."""
    here = Selecting(cast, files=3)
    here.adopt_code()
    here.offer(*here.files[:2])
    here.decide(Outcome.WAITLIST, here.files[2])
    here.tell_everybody()
    return here


def declare(application: Application, text: str = "", *, nothing: bool = True) -> Application:
    return declare_interests(applicant=hands_of(application), application=application, text=text, nothing=nothing)


def accept(here: Selecting, application: Application) -> Application:
    declare(application)
    return confirm_place(actor=here.lead, application=application)


def newcomer() -> Newcomer:
    return Newcomer(display_name="Awa", password=PASSWORD, language="fr", zone="Africa/Bamako")


@pytest.mark.covers("INV-15")
def test_there_is_no_place_without_a_declaration(here: Selecting) -> None:
    file = here.files[0]
    with pytest.raises(Refused, match="First the person says"):
        confirm_place(actor=here.lead, application=file)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=file.pk).update(state=ApplicationState.ACCEPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=file.pk).update(state=ApplicationState.COI_DECLARED)
    declare(file)
    assert state_of(file) == "coi_declared"
    confirm_place(actor=here.lead, application=file)
    assert state_of(file) == "accepted"


def test_a_text_or_nothing_and_not_both(here: Selecting) -> None:
    file = here.files[0]
    for text, nothing in (("", False), ("Un contrat", True), ("a" * 4001, False)):
        with pytest.raises(Refused) as error:
            declare(file, text, nothing=nothing)
        assert error.value.field == "text"
    declare(file, "Un contrat", nothing=False)
    # until it is confirmed she may say it better
    declare(file, "Un contrat, fini en mars", nothing=False)
    file.refresh_from_db()
    assert (file.coi, file.coi_none) == ("Un contrat, fini en mars", False)
    confirm_place(actor=here.lead, application=file)
    with pytest.raises(Refused, match="No offer waits"):
        declare(file)


def test_an_offer_whose_letter_was_not_sent_does_not_exist_for_her(cast: Cast) -> None:
    here = Selecting(cast)
    here.offer(here.files[0])
    for act in (lambda: declare(here.files[0]), lambda: decline(here.files[0])):
        with pytest.raises(Refused, match="No offer waits"):
            act()


def decline(application: Application) -> Application:
    return decline_offer(applicant=hands_of(application), application=application)


def test_somebody_else_holds_nothing_of_it(here: Selecting) -> None:
    with pytest.raises(Refused, match="nothing here"):
        declare_interests(applicant=hands_of(here.files[1]), application=here.files[0], text="", nothing=True)
    url = reverse("calls:offer", args=[here.files[0].public_id])
    assert Client().get(url).status_code == 404
    assert holder(here.files[1]).get(url).status_code == 404


def test_declining_frees_the_place_and_the_coordination_is_told_who_is_next(here: Selecting) -> None:
    assert places_left(here.call) == 0
    decline(here.files[0])
    assert (state_of(here.files[0]), places_left(here.call)) == ("withdrawn", 1)
    read_journal()
    assert Notice.objects.filter(person=here.lead, kind="calls.offer_declined").exists()
    page = fresh_client(here.lead).get(reverse("calls:selection", args=[here.call.public_id])).content.decode()
    assert here.files[2].code in page
    assert reverse("calls:next_offer", args=[here.call.public_id, here.files[2].public_id]) in page
    offer_next(actor=here.lead, application=here.files[2])
    assert state_of(here.files[2]) == "offered"


def test_a_withdrawal_in_the_middle_of_an_offer_frees_the_place(here: Selecting) -> None:
    declare(here.files[0])
    withdraw(applicant=hands_of(here.files[0]), application=here.files[0])
    assert places_left(here.call) == 1
    with pytest.raises(Refused):
        confirm_place(actor=here.lead, application=here.files[0])


def test_only_the_coordination_confirms_and_not_for_somebody_it_is_tied_to(here: Selecting) -> None:
    file = declare(here.files[0])
    for who in (here.reader(), here.cast.person("member"), here.cast.person("outsider")):
        with pytest.raises(Refused, match="by the coordination"):
            confirm_place(actor=who, application=file)
    Membership.objects.filter(person=here.lead).update(organisation=make_organisation("Maison"))
    Application.objects.filter(pk=file.pk).update(organisation="MAISON")
    with pytest.raises(Refused, match="You are tied"):
        confirm_place(actor=here.lead, application=file)


def test_without_an_adopted_code_nobody_comes_in(cast: Cast) -> None:
    here = Selecting(cast)
    here.offer(here.files[0])
    here.tell_everybody()
    declare(here.files[0])
    with pytest.raises(Refused, match="adopted no code"):
        confirm_place(actor=here.lead, application=here.files[0])
    here.adopt_code()
    confirm_place(actor=here.lead, application=here.files[0])


def test_a_new_account_comes_in_before_its_signature_and_only_reads(here: Selecting) -> None:
    file = accept(here, here.files[0])
    assert not Membership.objects.filter(community=here.cast.here, person__email=file.email).exists()
    person = take_place(applicant=hands_of(file), application=file, newcomer=newcomer())
    place = Membership.objects.get(person=person, community=here.cast.here)
    assert (place.state, place.country) == (MembershipState.APPROVED, "ML")
    assert not may_act(person, here.cast.here.pk)
    file.refresh_from_db()
    assert file.person == person
    with pytest.raises(Refused, match="already"):
        take_place(applicant=hands_of(file), application=file, newcomer=newcomer())
    assert Person.objects.filter(email=file.email).count() == 1


def test_whoever_applied_under_an_account_comes_in_at_once(here: Selecting) -> None:
    person = make_person("Compte")
    Application.objects.filter(pk=here.files[0].pk).update(person=person)
    here.files[0].refresh_from_db()
    accept(here, here.files[0])
    assert Membership.objects.get(person=person, community=here.cast.here).state == MembershipState.APPROVED
    read_journal()
    assert Notice.objects.filter(person=person, kind="calls.place_confirmed").exists()


def test_whoever_belongs_already_has_one_place(here: Selecting) -> None:
    person = make_person("Membre déjà")
    place = join(person, here.cast.here)
    Application.objects.filter(pk=here.files[0].pk).update(person=person)
    accept(here, here.files[0])
    assert list(Membership.objects.filter(person=person, community=here.cast.here)) == [place]
    asking = make_person("Demande")
    join(asking, here.cast.here, state=MembershipState.REQUESTED)
    Application.objects.filter(pk=here.files[1].pk).update(person=asking)
    accept(here, here.files[1])
    assert Membership.objects.get(person=asking).state == MembershipState.APPROVED


def test_whoever_was_excluded_does_not_come_back_this_way(here: Selecting) -> None:
    person = make_person("Exclue")
    join(person, here.cast.here, state=MembershipState.EXCLUDED)
    Application.objects.filter(pk=here.files[0].pk).update(person=person)
    declare(here.files[0])
    with pytest.raises(Refused, match="cannot be opened"):
        confirm_place(actor=here.lead, application=here.files[0])
    assert state_of(here.files[0]) == "coi_declared"


def test_an_existing_account_signs_in_first_and_another_one_has_no_right(here: Selecting) -> None:
    file = accept(here, here.files[0])
    known = make_person("Connue", email=file.email)
    with pytest.raises(Refused, match="Sign in first"):
        take_place(applicant=hands_of(file), application=file, newcomer=newcomer())
    with pytest.raises(Refused, match="another address"):
        take_place(applicant=hands_of(file), application=file, person=make_person("Autre"))
    assert take_place(applicant=hands_of(file), application=file, person=known) == known
    assert Membership.objects.filter(person=known, community=here.cast.here).count() == 1


def test_an_address_that_nobody_proved_opens_no_account(here: Selecting) -> None:
    file = accept(here, here.files[0])
    Application.objects.filter(pk=file.pk).update(email_proven_at=None)
    with pytest.raises(Refused, match="Open the link in the mail"):
        take_place(applicant=hands_of(file), application=file, newcomer=newcomer())
    read_journal()
    mail = Mail.objects.get(template="calls/email/place.txt")
    assert mail.address == file.email


def test_the_pages_from_the_offer_to_the_first_steps(here: Selecting) -> None:
    """As a browser does it, without an account."""
    file = here.files[0]
    client = holder(file)
    offer, place = (reverse(f"calls:{name}", args=[file.public_id]) for name in ("offer", "place"))
    assert client.get(place).status_code == 404
    answer = client.post(offer, {"text": "", "nothing": ""})
    assert answer.status_code == 422
    answer = client.post(offer, {"text": "J’ai travaillé pour elles.", "nothing": "on"})
    assert "J’ai travaillé pour elles." in answer.content.decode()
    assert client.post(offer, {"text": "J’ai travaillé pour elles.", "nothing": ""}).status_code == 303
    places = reverse("calls:places", args=[here.call.public_id])
    lead = fresh_client(here.lead)
    page = lead.get(places).content.decode()
    assert "J’ai travaillé pour elles." in page
    assert file.name not in page
    confirmation = reverse("calls:place_confirmation", args=[here.call.public_id, file.public_id])
    assert lead.post(confirmation).status_code == 303
    status = reverse("calls:apply_status", args=[file.public_id])
    assert place in client.get(status).content.decode()
    assert client.get(place).status_code == 200
    answer = client.post(place, {**NEW, "password": "court"})
    assert answer.status_code == 422
    assert "Awa" in answer.content.decode()
    answer = client.post(place, NEW)
    assert answer.status_code == 303
    person = Person.objects.get(email=file.email)
    assert Membership.objects.get(person=person).state == MembershipState.APPROVED
    # once more: she is led to the first steps, nothing is made twice
    holder_again = Client()
    holder_again.force_login(person)
    assert holder_again.get(place).status_code == 303


def test_declining_is_asked_once_more(here: Selecting) -> None:
    client = holder(here.files[0])
    url = reverse("calls:offer_refusal", args=[here.files[0].public_id])
    assert client.get(url).status_code == 200
    assert state_of(here.files[0]) == "offered"
    assert client.post(url).status_code == 303
    assert state_of(here.files[0]) == "withdrawn"


def test_signed_in_under_the_address_one_button_is_enough(here: Selecting) -> None:
    file = accept(here, here.files[0])
    url = reverse("calls:place", args=[file.public_id])
    client = holder(file)
    known = make_person("Connue", email=file.email)
    assert reverse("people:sign_in") in client.get(url).content.decode()
    assert not Membership.objects.filter(person=known).exists()
    from palabre.calls.actions.links import mailed_token

    signed = fresh_client(known)
    assert signed.post(reverse("calls:apply_open", args=[mailed_token(file)]), {"device": "own"}).status_code == 303
    answer = signed.post(url)
    assert answer.status_code == 303
    assert Membership.objects.filter(person=known, community=here.cast.here).count() == 1
