"""Addresses of budgets: of a group, of the community, and what is done with one."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.money.views import approving, budgets, desk, ledger, writing

HERE = "c/<rid:community_id>/"
ONE = "budgets/<rid:budget_id>/"
LINE = f"{ONE}lines/<rid:budget_line_id>/"
LEDGER = f"{HERE}ledger/"

urlpatterns: list[URLPattern] = [
    path("g/<rid:group_id>/budget/", budgets.of_group, name="budget"),
    path(f"{HERE}budget/", budgets.of_community, name="community_budget"),
    path(ONE, budgets.budget, name="one_budget"),
    path(f"{ONE}versions/", budgets.versions, name="budget_versions"),
    path(f"{ONE}closing/", budgets.closing, name="budget_closing"),
    path(f"{ONE}lines/", writing.lines, name="budget_lines"),
    path(LINE, writing.line, name="budget_line"),
    path(f"{LINE}removal/", writing.line_removal, name="budget_line_removal"),
    path(f"{ONE}revision/", writing.revision, name="budget_revision"),
    path(f"{ONE}transfer/", writing.transfer, name="budget_transfer"),
    path(f"{ONE}submission/", writing.submission, name="budget_submission"),
    path(f"{ONE}withdrawal/", writing.withdrawal, name="budget_withdrawal"),
    path(f"{ONE}remarks/", approving.remarks, name="budget_remarks"),
    path(f"{ONE}return/", approving.sending_back, name="budget_return"),
    path(f"{ONE}approval/", approving.approval, name="budget_approval"),
    path(f"{HERE}money/", desk.money, name="money"),
    path(LEDGER, ledger.ledger, name="ledger"),
    path(f"{LEDGER}statement/", ledger.statement, name="ledger_statement"),
    path(f"{LEDGER}statement.pdf", ledger.export, {"extension": "pdf"}, name="ledger_pdf"),
    path(f"{LEDGER}ledger.xlsx", ledger.export, {"extension": "xlsx"}, name="ledger_xlsx"),
    path(f"{LEDGER}ledger.csv", ledger.export, {"extension": "csv"}, name="ledger_csv"),
]
