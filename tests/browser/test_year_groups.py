"""Three journeys on a small phone in French: a group's questions, its plan, and a month that is paid."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.year import Phone, Year, fits, go, on, press, shows
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser


def propose(page: Page, text: str) -> None:
    go(page, "Proposer une question")
    page.get_by_label("Question, en français").fill(text)
    press(page, "Proposer")


def agree(page: Page, question: str) -> None:
    go(page, question)
    go(page, "Noter une décision")
    page.get_by_label("Jour de la décision").fill(on())
    page.get_by_label("Ce que le groupe a décidé").fill("En réunion, d’un commun accord.")
    press(page, "Noter qu’elle est validée")
    go(page, "Questions d’apprentissage")


def test_the_group_proposes_merges_rewords_and_agrees_and_the_fourth_question_is_refused(
    telephone: Phone, year: Year
) -> None:
    page = telephone("Awa", javascript=True)
    page.goto(year.start["to_agree"])
    go(page, "Toutes les questions")
    propose(page, "Comment tenir dans la durée ?")
    propose(page, "Qui nous soutient ?")
    fits(page)

    go(page, "Fusionner des questions")
    for text in ("Comment se reposer", "Comment tenir dans la durée"):
        page.locator("label", has_text=text).click()
    page.get_by_label("Question, en français").fill("Comment se reposer et tenir dans la durée ?")
    page.get_by_label("Question, en anglais").fill("How do we rest and last?")
    page.get_by_label("Pourquoi la formulation change").fill("Les deux disent la même chose.")
    fits(page)
    press(page, "Fusionner")
    go(page, "Reformuler")
    page.get_by_label("Question, en français").fill("Comment se reposer pour tenir dans la durée ?")
    page.get_by_label("Pourquoi la formulation change").fill("Plus précis.")
    press(page, "Enregistrer la formulation")
    expect(page.locator("main ins").first).to_be_visible()
    fits(page)
    go(page, "Questions d’apprentissage")

    agree(page, "Comment se reposer pour tenir")
    shows(page, "1 place est libre")
    agree(page, "Comment se protéger en ligne")
    shows(page, "Trois sont validées")
    expect(page.locator("section[aria-labelledby=agreed-t] li.item")).to_have_count(3)
    fits(page)
    go(page, "Qui nous soutient")
    expect(page.get_by_role("link", name="Noter une décision")).to_have_count(0)
    shows(page, "Trois questions sont déjà validées")
    fits(page)


def test_the_plan_comes_back_for_a_missing_date_then_two_people_approve_it(telephone: Phone, year: Year) -> None:
    mel, lead, coordination = telephone("Ruth"), telephone("Moussa"), telephone("Nènè")
    mel.goto(year.start["to_approve"])
    shows(mel, "Il manque une date à l’objectif 2")
    expect(mel.get_by_role("button", name="Approuver cette version")).to_be_disabled()
    go(mel, "Le renvoyer avec une remarque")
    mel.locator("main select").select_option(label="2. Écrire un protocole")
    mel.get_by_label("Remarque").fill("Donnez une date au protocole.")
    fits(mel)
    press(mel, "Le renvoyer au groupe")
    shows(mel, "Le plan est renvoyé")

    lead.goto(year.start["to_approve"])
    shows(lead, "Donnez une date au protocole.")
    fits(lead)
    go(lead, "Ouvrir l’objectif")
    lead.get_by_label("Pour quand").fill(on(90))
    lead.locator("label", has_text="Daté").click()
    fits(lead)
    press(lead, "Garder l’objectif")
    press(lead, "Remettre le plan")
    shows(lead, "Version 2")

    mel.goto(year.start["to_approve"])
    press(mel, "Approuver cette version")
    shows(mel, "Votre approbation est notée")
    expect(mel.get_by_role("button", name="Approuver cette version")).to_be_disabled()
    coordination.goto(year.start["to_approve"])
    fits(coordination)
    press(coordination, "Approuver cette version")
    shows(coordination, "Le plan est approuvé")
    fits(coordination)


def test_a_month_is_prepared_approved_by_one_paid_by_another_and_never_twice(telephone: Phone, year: Year) -> None:
    lead, purse = telephone("Nènè"), telephone("Bintou", javascript=True)
    lead.goto(year.start["to_pay"] + "honoraria/")
    shows(lead, "3 prévus")
    press(lead, "Déclarer dus les mois des personnes actives")
    press(lead, "Approuver ce qui est dû")
    shows(lead, "3 à payer")
    expect(lead.get_by_role("link", name="Payer ce mois")).to_have_count(0)
    fits(lead)

    purse.goto(year.start["to_pay"] + "honoraria/")
    go(purse, "Payer ce mois")
    fits(purse)
    second = purse.context.new_page()
    second.goto(purse.url)
    for page in (purse, second):
        page.locator("label", has_text="Mobile").first.click()
        for place in range(3):
            page.get_by_label("Référence du paiement").nth(place).fill(f"OM-{place}")
    fits(purse)
    press(purse, "Noter ces paiements")
    purse.locator("input[name=proof_password]").fill(PASSWORD)
    fits(purse)
    press(purse, "Continuer")
    shows(purse, "3 payés", "300,00")
    fits(purse)
    press(second, "Noter ces paiements")
    expect(second.locator("main [role=alert], main .err, main .notice").first).to_be_visible()
    shows(second, "Rien à payer")
    fits(second)
    second.goto(year.start["to_pay"] + "honoraria/")
    shows(second, "3 payés", "300,00")
