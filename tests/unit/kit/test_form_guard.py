"""Forms of our own pages pass although they send no referrer; everybody else's are refused."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.test import RequestFactory

from palabre.kit.middleware import FormGuard


def send(*, token: bool = True, **headers: str) -> int:
    secret = _get_new_csrf_string()
    said = {"csrfmiddlewaretoken": _mask_cipher_secret(secret)} if token else {}
    request = RequestFactory().post(
        "/form/", said, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )
    request.COOKIES[settings.CSRF_COOKIE_NAME] = secret
    guard = FormGuard(lambda _request: HttpResponse())

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    guard.process_request(request)
    refused = guard.process_view(request, view, (), {})
    return refused.status_code if refused else 200


@pytest.mark.covers("SR-54")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "null", "Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "null", "Sec_Fetch_Site": "none"}, 403),
        ({"Origin": "http://testserver", "Sec_Fetch_Site": "same-origin"}, 200),
        ({"Origin": "https://example.org"}, 403),
    ],
)
def test_a_form_is_taken_from_our_own_pages_only(headers: dict[str, str], status: int) -> None:
    assert send(**headers) == status


@pytest.mark.covers("SR-54")
@pytest.mark.parametrize("headers", [{}, {"Origin": "null", "Sec_Fetch_Site": "same-origin"}])
def test_without_its_token_no_form_is_taken(headers: dict[str, str]) -> None:
    assert send(token=False, **headers) == 403
