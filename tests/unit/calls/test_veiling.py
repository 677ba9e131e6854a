"""What is taken out of an answer, and what is left alone."""

from __future__ import annotations

import pytest

from palabre.calls.models import Application
from palabre.calls.rules.veiling import veil_of, veiled

ROSE = Application(name="Rose N’Diaye-Sow", organisation="Réseau  Delta", email="rose@example.org")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Je suis Rose.", "Je suis […]."),
        ("ROSE NDIAYE ? non : Rose Diaye.", "[…] NDIAYE ? non : […] […]."),
        ("une rose, la prose, Roseline", "une rose, la prose, Roseline"),
        ("rose n’diaye-sow, rose n’diaye sow", "[…], […]"),
        ("Au reseau delta, puis au RÉSEAU DELTA", "Au […], puis au […]"),
        ("Écrivez à rose.nd@mail.example.org.", "Écrivez à […]."),
        ("", ""),
    ],
)
def test_what_she_typed_of_herself_is_taken_out(text: str, seen: str) -> None:
    assert veiled(text, veil_of(ROSE)) == seen


def test_a_name_of_two_letters_and_no_organisation_hide_nothing() -> None:
    nobody = Application(name="Li", organisation="Aucune", email="")
    assert veiled("Aucune idée, Li ; li@li.example", veil_of(nobody)) == "Aucune idée, Li ; […]"
    assert veiled("Rose", None) == "Rose"
    assert veiled("Rose", veil_of(Application(name="", organisation=""))) == "Rose"


@pytest.mark.parametrize("name", ["A(b", "Éloïse*", "O’Neill [x]", "Łucja ß", "ﷺ محمد"])
def test_any_sign_may_stand_in_a_name(name: str) -> None:
    one = Application(name=name, organisation=name)
    assert veiled(f"Moi {name} ici", veil_of(one)) == "Moi […] ici"
