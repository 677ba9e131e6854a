"""Two journeys on a small phone in French without JavaScript: reading blind, and composing the cohort."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.year import Phone, Year, fits, go, on, press, shows

pytestmark = pytest.mark.browser


def test_she_says_her_ties_reads_without_a_name_and_sees_the_others_after_her_own_review(
    telephone: Phone, year: Year
) -> None:
    page = telephone("Salimata")
    page.goto(year.start["to_read"])
    shows(page, "Dites d’abord")
    expect(page.get_by_role("link", name=re.compile("^Dossier "))).to_have_count(0)
    fits(page)
    go(page, "Dire mes liens")
    press(page, "Enregistrer")
    expect(page.locator("textarea[aria-invalid=true]")).to_be_visible()
    page.get_by_label("Organisations auxquelles un lien m’unit").fill("maison karite")
    fits(page)
    press(page, "Enregistrer")

    # the file of that organisation is not there; the other has a code in place of a name
    files = page.locator("main").get_by_role("link", name=re.compile("^Dossier "))
    expect(files).to_have_count(1)
    fits(page)
    with page.expect_navigation():
        files.click()
    expect(page.locator("main")).to_contain_text("[…]")
    for word in ("Salif", "Bah", "Fleuve", "Ce que disent les autres", "Lu."):
        expect(page.locator("main")).not_to_contain_text(word)
    scores = page.locator("main fieldset:has(input[name^=points_])")
    expect(scores).to_have_count(5)
    expect(page.locator("main")).not_to_contain_text("Équilibre")
    for place in range(4):
        scores.nth(place).locator("label", has_text="4").click()
    press(page, "Garder pour plus tard")
    shows(page, "C’est gardé")
    press(page, "Remettre mon avis")
    expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
    expect(scores.nth(3).locator("input[value='4']")).to_be_checked()
    scores.nth(4).locator("label", has_text="3").click()
    page.locator("main textarea").fill("Un projet solide, ancré dans son quartier.")
    page.locator("label", has_text="oui").first.click()
    fits(page)
    press(page, "Remettre mon avis")
    shows(page, "Votre avis est remis", "Ce que disent les autres", "Lu.")
    fits(page)


def test_the_committee_weighs_masked_totals_decides_with_reasons_and_sends_the_letters(
    telephone: Phone, year: Year
) -> None:
    page = telephone("Nènè")
    page.goto(year.start["to_compose"])
    go(page, "Sélection")
    fits(page)
    go(page, "Noter ce que le comité a décidé")
    for name in ("Kadi", "Jean"):
        page.get_by_label(name).check()
    page.get_by_label("Jour de la délibération").fill(on())
    press(page, "Passer aux décisions")

    cards = page.locator("main section.card")
    expect(cards).to_have_count(11)
    cards.nth(0).locator("select").first.select_option(label="proposer une place")
    press(page, "Noter ces décisions")
    shows(page, "Écrivez pourquoi en quelques mots")
    for place in range(11):
        offered = place < 6
        card = cards.nth(place)
        card.locator("select").select_option(label="proposer une place" if offered else "non retenue")
        if card.locator("details").get_attribute("open") is None:
            card.locator("summary").click()
        card.locator("textarea").nth(0).fill("Le projet est clair." if offered else "Il reste peu de temps.")
        card.locator("textarea").nth(1).fill("Vos objectifs étaient clairs.")
    fits(page)
    press(page, "Noter ces décisions")
    expect(page.locator("#done + ul > li")).to_have_count(11)
    press(page, "Compter l’équilibre maintenant")
    fits(page)

    # six women and five men show; the one answer on disability does not
    genders = page.locator("section[aria-labelledby=b-gender] td[data-l='Toutes les candidatures']")
    expect(genders).to_have_text(["6", "5"])
    expect(page.locator("section[aria-labelledby=b-disability] td")).to_have_count(0)

    go(page, "Lettres")
    shows(page, "11 personnes n’ont pas encore de réponse")
    press(page, "Préparer les lettres")
    fits(page)
    page.locator("summary", has_text="Envoyer toutes").click()
    press(page, "Les envoyer maintenant")
    shows(page, "Personne n’attend de réponse")
    go(page, "Tout le monde")
    expect(page.locator("main li .badge.ok")).to_have_count(11)
    fits(page)
