"""Settings, and protection: stricter at once, less strict with four eyes."""

from __future__ import annotations

from datetime import date

import pytest

from palabre.communities.actions import (
    choose_risk,
    confirm_easing,
    end_easing,
    found_community,
    settings_seal,
    settle_community,
)
from palabre.communities.actions.settling import Settings
from palabre.communities.choices import CommunityKind, RiskProfile, Role
from palabre.communities.models import Community, RiskEasing
from palabre.communities.queries import frame_of
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.notices.chores import read_journal
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.unit.communities.helpers import AsPerson, url

CHOSEN = Settings(
    zone="Africa/Dakar", language="fr", countries=("ML", "SN"), ideal_size=10, approvals_needed=1, vouchers_needed=2,
    needs_both_languages=False, started_on=date(2026, 1, 1), planned_end=date(2026, 12, 31),
)  # fmt: skip


def risk_of(community: Community) -> str:
    return Community.objects.get(pk=community.pk).risk


def test_the_coordination_chooses(cast: Cast) -> None:
    here = settle_community(actor=cast.coordinator, community=cast.here, settings=CHOSEN)
    here.refresh_from_db()
    assert (here.zone, here.language, here.ideal_size, here.vouchers_needed) == ("Africa/Dakar", "fr", 10, 2)
    assert set(here.countries.values_list("country", flat=True)) == {"ML", "SN"}
    settle_community(actor=cast.coordinator, community=here, settings=Settings(zone="UTC", countries=("SN", "NE")))
    assert set(here.countries.values_list("country", flat=True)) == {"SN", "NE"}


@pytest.mark.parametrize("name", ["steward", "facilitator", "member", "outsider", "keeper"])
def test_nobody_else_chooses(cast: Cast, name: str, as_person: AsPerson) -> None:
    with pytest.raises(Refused):
        settle_community(actor=cast.person(name), community=cast.here, settings=CHOSEN)
    with pytest.raises(Refused):
        choose_risk(actor=cast.person(name), community=cast.here, risk="high")
    for path in ("settings/", "settings/protection/"):
        assert as_person(cast.person(name)).post(url(cast.here, path), {}).status_code == 404


def test_two_who_choose_at_once_lose_nothing(cast: Cast) -> None:
    seen = settings_seal(community=cast.here)
    settle_community(actor=cast.coordinator, community=cast.here, settings=CHOSEN, seen=seen)
    with pytest.raises(Clash):
        settle_community(actor=cast.coordinator, community=cast.here, settings=Settings(zone="UTC"), seen=seen)
    assert Community.objects.get(pk=cast.here.pk).zone == "Africa/Dakar"


def test_the_end_comes_after_the_beginning(cast: Cast) -> None:
    wrong = Settings(zone="UTC", started_on=date(2026, 5, 1), planned_end=date(2026, 4, 1))
    with pytest.raises(Refused) as error:
        settle_community(actor=cast.coordinator, community=cast.here, settings=wrong)
    assert error.value.field == "planned_end"


def test_one_community_takes_everybody_else(cast: Cast) -> None:
    rest = Settings(zone="UTC", catch_all=True)
    settle_community(actor=cast.coordinator, community=cast.here, settings=rest)
    with pytest.raises(Refused, match="only one") as error:
        settle_community(actor=cast.outsider, community=cast.there, settings=rest)
    assert error.value.field == "catch_all"
    with pytest.raises(Refused):
        found_community(
            actor=cast.steward, parent=cast.network, kind="community", name="Reste", source_language="fr", zone="UTC",
            settings=rest,
        )  # fmt: skip
    assert not Community.objects.filter(name="Reste").exists(), "nothing is half done"


def test_a_group_is_told_when_it_has_grown_too_large(cast: Cast) -> None:
    """INV-05 warns above twelve for a group of ten; it refuses nobody."""
    Community.objects.filter(pk=cast.there.pk).update(ideal_size=10)
    there = Community.objects.get(pk=cast.there.pk)
    for _ in range(11):
        join(make_person(), there)
    assert (frame_of(there).members, frame_of(there).crowded) == (12, False)
    join(make_person(), there)
    assert frame_of(there).crowded
    there.ideal_size = None
    assert not frame_of(there).crowded


def test_stricter_holds_at_once_and_every_member_reads_it(cast: Cast, as_person: AsPerson) -> None:
    assert choose_risk(actor=cast.coordinator, community=cast.here, risk=RiskProfile.HIGH) is None
    assert risk_of(cast.here) == "high"
    assert Entry.objects.get(kind="communities.risk_changed").facts == {"before": "standard", "after": "high"}
    read_journal()
    assert "Protection of the community: high" in as_person(cast.member).get("/home/?lang=en").content.decode()
    assert "Protection" not in as_person(cast.outsider).get("/home/?lang=en").content.decode()


def test_less_strict_needs_a_reason_and_a_second_person(cast: Cast) -> None:
    choose_risk(actor=cast.coordinator, community=cast.here, risk=RiskProfile.HIGH)
    with pytest.raises(Refused) as error:
        choose_risk(actor=cast.coordinator, community=cast.here, risk=RiskProfile.STANDARD, reason=" ")
    assert error.value.field == "reason"
    easing = choose_risk(actor=cast.coordinator, community=cast.here, risk="standard", reason="La loi a changé")
    assert easing is not None
    assert risk_of(cast.here) == "high", "nothing changes before the second person"
    with pytest.raises(Refused, match="already been asked"):
        choose_risk(actor=cast.coordinator, community=cast.here, risk="elevated", reason="Encore")
    for name in ("coordinator", "facilitator", "member", "outsider", "keeper", "nobody"):
        with pytest.raises(Refused):
            confirm_easing(actor=cast.person(name), easing=easing)
    confirm_easing(actor=cast.steward, easing=easing)
    assert risk_of(cast.here) == "standard"
    with pytest.raises(Refused):
        confirm_easing(actor=cast.steward, easing=easing)


def test_whoever_asks_does_not_answer_even_if_she_leads_above(cast: Cast) -> None:
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    grant(cast.coordinator, cast.network, Role.STEWARD)
    easing = choose_risk(actor=cast.coordinator, community=cast.here, risk="standard", reason="La loi a changé")
    with pytest.raises(Refused, match="second person"):
        confirm_easing(actor=cast.person("coordinator"), easing=easing)


def test_a_question_is_taken_back_or_overtaken(cast: Cast) -> None:
    Community.objects.filter(pk=cast.here.pk).update(risk="elevated")
    easing = choose_risk(actor=cast.coordinator, community=cast.here, risk="standard", reason="La loi a changé")
    end_easing(actor=cast.coordinator, easing=easing)
    again = choose_risk(actor=cast.coordinator, community=cast.here, risk="standard", reason="La loi a changé")
    choose_risk(actor=cast.coordinator, community=cast.here, risk="high")
    with pytest.raises(Refused):
        confirm_easing(actor=cast.steward, easing=again)
    assert risk_of(cast.here) == "high"


def test_at_the_top_a_second_one_who_leads_answers(cast: Cast) -> None:
    alone = make_community("Seule", risk="high")
    first, second = make_person(), make_person()
    for person in (first, second):
        grant(person, alone, Role.COORDINATOR)
    easing = choose_risk(actor=first, community=alone, risk="standard", reason="La loi a changé")
    confirm_easing(actor=second, easing=easing)
    assert risk_of(alone) == "standard"


def test_the_settings_page_keeps_what_was_typed(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    page = client.get(url(cast.here, "settings/"))
    said = {
        "zone": "Africa/Dakar", "language": "fr", "countries": "Mali\nsenegal; Côte d'Ivoire", "ideal_size": "10",
        "started_on": "2026-01-01", "planned_end": "", "approvals_needed": "1", "vouchers_needed": "2",
        "seen": page.context["form"]["seen"].value(),
    }  # fmt: skip
    wrong = client.post(url(cast.here, "settings/") + "?lang=fr", {**said, "countries": "Mali\nAtlantide"})
    assert wrong.status_code == 422
    assert "Atlantide" in wrong.content.decode()
    assert not cast.here.countries.exists()
    assert client.post(url(cast.here, "settings/"), said).status_code == 303
    assert set(cast.here.countries.values_list("country", flat=True)) == {"ML", "SN", "CI"}
    late = client.post(url(cast.here, "settings/"), {**said, "ideal_size": "20"})
    assert late.status_code == 422, "somebody else has chosen meanwhile"
    assert (
        client.post(url(cast.here, "settings/"), {**said, "seen": late.context["form"].data["seen"]}).status_code == 303
    )
    assert "Côte d’Ivoire" in as_person(cast.member).get(url(cast.here, "about/") + "?lang=fr").content.decode()


def test_the_pages_of_protection(cast: Cast, as_person: AsPerson) -> None:
    client, steward = as_person(cast.coordinator), as_person(cast.steward)
    protection = url(cast.here, "settings/protection/")
    assert client.post(protection, {"risk": "high"}).status_code == 303
    without = client.post(protection + "?lang=en", {"risk": "standard", "reason": ""})
    assert without.status_code == 422
    assert "needs a reason" in without.content.decode()
    assert client.post(protection, {"risk": "standard", "reason": "La loi a changé"}).status_code == 303
    easing = RiskEasing.objects.get()
    assert "La loi a changé" in steward.get(url(cast.network, "communities/")).content.decode()
    answer = f"easings/{easing.public_id}/confirmation/"
    assert as_person(cast.outsider).post(url(cast.there, answer)).status_code == 404
    assert client.post(url(cast.here, answer)).status_code == 403
    assert steward.post(url(cast.network, answer)).status_code == 303
    assert risk_of(cast.here) == "standard"


def test_a_steward_founds_with_a_frame(cast: Cast, as_person: AsPerson) -> None:
    said = {
        "name": "Section francophone", "kind": CommunityKind.SECTION, "source_language": "fr", "zone": "Africa/Dakar",
        "email": "c@example.org", "language": "fr", "countries": "Mali\nNiger", "risk": "elevated", "ideal_size": "",
    }  # fmt: skip
    assert as_person(cast.steward).post(url(cast.network, "communities/"), said).status_code == 303
    child = Community.objects.get(name="Section francophone")
    assert (child.language, child.risk, child.stage) == ("fr", "elevated", "forming")
    assert set(child.countries.values_list("country", flat=True)) == {"ML", "NE"}
