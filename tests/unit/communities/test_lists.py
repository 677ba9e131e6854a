"""Member lists that come in line by line, and leave with a mark."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from palabre.communities.actions import accept_invitation, export_members, import_members
from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community, Invitation, MemberExport, Membership, Organisation
from palabre.communities.queries import COLUMNS, Fate, Report, listed_members, report_of
from palabre.journal.models import Entry
from palabre.kit.countries import country_code
from palabre.kit.sheets import csv, read_table, xlsx
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.communities.asking import NEW

FRENCH = ("Nom", "Adresse", "Langue", "Organisation", "Pays", "Niveau", "Profil")
ENGLISH = ("Name", "Address", "Language", "Organisation", "Country", "Level", "Profile")


def read(cast: Cast, rows: Sequence[Sequence[str]], headers: Sequence[str] = FRENCH, form: str = "csv") -> Report:
    content = xlsx(headers, rows) if form == "xlsx" else csv(headers, rows, separator=";")
    return report_of(
        cast.here, read_table(SimpleUploadedFile(f"liste.{form}", content), columns=COLUMNS, max_lines=1000)
    )


def line(name: str, email: str, *rest: str) -> list[str]:
    return [name, email, *rest, *[""] * (5 - len(rest))]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("headers", "words"),
    [(FRENCH, ("français", "Mali", "noyau", "recherche")), (ENGLISH, ("French", "Mali", "core group", "research"))],
)
def test_a_list_in_either_language_becomes_invitations(
    cast: Cast, form: str, headers: tuple[str, ...], words: tuple[str, ...]
) -> None:
    language, country, level, profile = words
    rows = [["Awa", "awa@example.org", language, "Maison du Sel", country, level, profile]]
    report = read(cast, rows, headers, form)
    assert (report.wrong, report.skipped) == ([], [])
    (invitation,) = import_members(actor=cast.coordinator, community=cast.here, lines=report.invited)
    assert not Person.objects.filter(email="awa@example.org").exists(), "no account without the person"
    person = accept_invitation(token=invitation.token(), newcomer=NEW)
    place = Membership.objects.get(person=person)
    assert (place.level, place.profile, place.country) == ("core", "researcher", "ML")
    assert place.organisation is not None
    assert place.organisation.name == "Maison du Sel"


def test_every_kind_of_wrong_line_is_named(cast: Cast) -> None:
    report = read(
        cast,
        [
            line("Awa", "awa@example.org"),
            line("AWA", "Awa@example.org"),
            line("Binta", "awa@example.org"),
            line("Coumba", "coumba@example"),
            line("Djénéba", "d@example.org", "wolof"),
            line("Efua", "e@example.org", "fr", "", "Narnia"),
            line("Fanta", "f@example.org", "fr", "", "", "chef"),
            line("Membre", cast.member.email.upper()),
            line("Gnima", "g@example.org"),
            line("AÃ¯ssata", "h@example.org"),
            line("SÃO Tomé", "i@example.org"),
        ],
    )  # fmt: skip
    fates = [(one.number, one.fate.name) for one in report.lines]
    assert fates == [
        (2, "INVITED"), (3, "SKIPPED"), (4, "WRONG"), (5, "WRONG"), (6, "WRONG"), (7, "WRONG"), (8, "WRONG"),
        (9, "SKIPPED"), (10, "INVITED"), (11, "WRONG"), (12, "INVITED"),
    ]  # fmt: skip
    said = {one.number: str(one.why) for one in report.lines}
    assert "2" in said[3]
    assert "2" in said[4]
    assert "Narnia" in said[7]


def test_two_encodings_in_one_file_are_seen(cast: Cast) -> None:
    content = b"Nom;Adresse\n" + "Zoé;z@example.org\n".encode("latin-1") + "Aïssata;a@example.org\n".encode()
    table = read_table(SimpleUploadedFile("l.csv", content), columns=COLUMNS, max_lines=1000)
    report = report_of(cast.here, table)
    first, second = report.lines
    assert (first.name, first.fate) == ("Zoé", Fate.INVITED)
    assert second.fate is Fate.WRONG


def test_a_formula_or_a_sheet_without_addresses_is_a_sentence(cast: Cast) -> None:
    for content in (b"Nom;Adresse\nAwa;=1+1\n", b"x;y\n1;2\n", b"", io.BytesIO(b"\x89PNG\r\n").read()):
        table = read_table(
            SimpleUploadedFile("l.csv", content), columns=COLUMNS, max_lines=9, required=("name", "email")
        )
        report = report_of(cast.here, table)
        assert report.wrong
        assert not report.invited


def test_an_open_invitation_is_not_sent_twice(cast: Cast) -> None:
    report = read(cast, [line("Awa", "awa@example.org")])
    import_members(actor=cast.coordinator, community=cast.here, lines=report.invited)
    again = read(cast, [line("Awa", "awa@example.org")])
    assert [one.fate for one in again.lines] == [Fate.SKIPPED]


def test_who_imports(cast: Cast) -> None:
    lines = read(cast, [line("Awa", "awa@example.org")]).invited
    for actor in (cast.facilitator, cast.member, cast.steward, cast.outsider):
        with pytest.raises(Refused):
            import_members(actor=actor, community=cast.here, lines=lines)
    assert not Invitation.objects.exists()


def test_an_organisation_of_the_list_is_added_once(cast: Cast) -> None:
    rows = [
        line(name, f"{name}@example.org", "", org) for name, org in (("a", "Maison du Sel"), ("b", "maison  du sel"))
    ]
    import_members(actor=cast.coordinator, community=cast.here, lines=read(cast, rows).invited)
    assert Organisation.objects.filter(added_in=cast.here).count() == 1


@pytest.mark.covers("SR-27")
@pytest.mark.parametrize("risk", RiskProfile.values)
def test_a_list_leaves_only_at_standard_risk(cast: Cast, risk: str) -> None:
    Community.objects.filter(pk=cast.here.pk).update(risk=risk)
    if risk == RiskProfile.STANDARD:
        export = export_members(actor=cast.coordinator, community=cast.here, reason="Assemblée", kind="csv")
        assert (export.number, export.lines) == (1, 6)
        again = export_members(actor=cast.coordinator, community=cast.here, reason="Assemblée", kind="xlsx")
        assert again.number == 2
        assert Entry.objects.filter(kind="communities.members_exported").count() == 2
        assert "Assemblée" not in str(list(Entry.objects.values_list("facts", flat=True)))
    else:
        with pytest.raises(Refused):
            export_members(actor=cast.coordinator, community=cast.here, reason="Assemblée", kind="csv")
        assert not MemberExport.objects.exists()


def test_a_locked_account_is_in_no_list_that_leaves(cast: Cast) -> None:
    """Whoever shut her account in an emergency must not leave by a file with her address (DOMAIN.md §4.4)."""
    everybody = export_members(actor=cast.coordinator, community=cast.here, reason="Impression", kind="csv").lines
    Person.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert cast.member.pk not in {one.person_id for one in listed_members(cast.here)}
    later = export_members(actor=cast.coordinator, community=cast.here, reason="Impression", kind="csv")
    assert later.lines == everybody - 1 == len(listed_members(cast.here))


def test_who_exports(cast: Cast) -> None:
    for actor in (cast.facilitator, cast.member, cast.steward, cast.outsider, cast.keeper):
        with pytest.raises(Refused):
            export_members(actor=actor, community=cast.here, reason="X", kind="csv")
    with pytest.raises(Refused) as error:
        export_members(actor=cast.coordinator, community=cast.here, reason=" ", kind="csv")
    assert error.value.field == "reason"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("mali", "ML"), ("ML", "ML"), ("Côte d'Ivoire", "CI"), ("Ivory Coast", "CI"), ("RDC", "CD"), ("Congo", ""),
        ("Saint Vincent and the Grenadines", "VC"), ("St. Lucia", "LC"), ("États Unis", "US"), ("U.S.A.", "US"),
        ("La Réunion", "RE"), ("Türkiye", "TR"), ("Turquie", "TR"), ("the Gambia", "GM"), ("Narnia", ""), ("EU", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_country_is_understood_as_people_write_it(said: str, code: str) -> None:
    assert country_code(said) == code
