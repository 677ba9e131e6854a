"""Persons with second factors, and what they type and press."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
from django.http import HttpResponse
from django.test import Client

from palabre.people.actions import add_passkey, begin_generator, confirm_generator, keep_sheet
from palabre.people.codes import codes_of, new_seed
from palabre.people.models import Person
from palabre.people.passkeys import begin_making
from tests.authenticator import Authenticator
from tests.factories import PASSWORD


def with_sheet(person: Person) -> list[str]:
    """The codes on her paper."""
    seed = new_seed()
    keep_sheet(actor=person, seed=seed)
    return codes_of(seed)


def with_generator(person: Person) -> pyotp.TOTP:
    """Confirmed by the code before the present one, so that the present one is still good."""
    totp = pyotp.TOTP(begin_generator(actor=person).secret)
    confirm_generator(actor=person, code=totp.at(datetime.now(UTC) - timedelta(seconds=30)))
    return totp


def with_passkey(person: Person, **how: Any) -> Authenticator:
    device = Authenticator(**how)
    ceremony = begin_making(person, ())
    add_passkey(actor=person, label="téléphone", state=ceremony.state, answer=device.make(ceremony.options))
    return device


def sign_in(person: Person, client: Client | None = None, password: str = PASSWORD, **said: str) -> Client:
    """The first step alone."""
    client = client or Client()
    client.post("/sign-in/", {"email": person.email, "password": password, "device": "own", **said})
    return client


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def second_step(client: Client, code: str) -> HttpResponse:
    return client.post("/sign-in/factor/", {"proof_code": code, "proving": "1"})
