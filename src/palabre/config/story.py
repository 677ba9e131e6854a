"""What the house asks of the demo room."""

from __future__ import annotations

from palabre.demo.cast import GENERATOR, GROWN_ACCOUNT, accounts_table, secured
from palabre.people.models import Person


def demo_accounts() -> list[tuple[str, str, str]]:
    """Role, address, passphrase of each account of the story, in the order in which they should be tried."""
    return accounts_table()


def demo_second_proof() -> tuple[str, int]:
    """The published key of the code generator, and how many of the accounts are asked for its codes."""
    return GENERATOR, len(secured())


def demo_accounts_here() -> bool:
    """Whether a demo account exists in this database."""
    told = [email for _role, email, _passphrase in demo_accounts()]
    return Person.objects.filter(email__in=[*told, GROWN_ACCOUNT]).exists()
