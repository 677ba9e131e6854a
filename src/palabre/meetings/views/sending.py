"""What comes in with a form, and files made for the reader: saved under a name that says only what they are."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict

from palabre.people.requests import PersonRequest

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def attached(content: bytes, name: str) -> HttpResponse:
    """`name` is a word of the interface and an extension: `report.pdf`."""
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sent(request: PersonRequest) -> QueryDict | None:
    """What a form brought; nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None
