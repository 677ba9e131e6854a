"""What an erased person leaves in the accounts: payments stay for the law, without her name (GDPR art. 17(3))."""

from __future__ import annotations

from django.db import transaction

from palabre.money.models import BudgetComment
from palabre.people.models import Person


def erase_remarks(*, person: Person, delete: bool) -> None:
    """Her remarks on budgets are deleted if she chose so; else they are those of a former member.

    Expenses, approvals and payments stay: that they were done by different hands is what the law keeps. Their keys to
    her are cut with all the others (`exchange.actions.unlinking`).
    """
    with transaction.atomic():
        remarks = BudgetComment.objects.filter(by=person)
        if delete:
            remarks.delete()
        else:
            remarks.update(by=None)
