"""Serving a kept file. No address leads here: the owning room asks its rule, then calls `serve`."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from palabre.files.choices import Kind, State
from palabre.files.formats import EXTENSION_OF
from palabre.files.models import StoredFile
from palabre.files.names import safe_stem

_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


def serve(stored_file: StoredFile, *, name: str = "") -> FileResponse:
    """The bytes as a download (RFC 6266) that no browser opens as a page (SR-51).

    `name` is what the download is called, without ending; by default what lists call it. Raises `Http404`.
    """
    if stored_file.state != State.KEPT:
        raise Http404
    try:
        stream = default_storage.open(stored_file.storage_name)
    except FileNotFoundError:
        raise Http404 from None
    extension = EXTENSION_OF[Kind(stored_file.kind)]
    stem = safe_stem(str(name or stored_file.display_name).removesuffix("." + extension)) or "document"
    response = FileResponse(stream, as_attachment=True, filename=f"{stem}.{extension}")
    for header, value in {"Content-Type": stored_file.content_type, **_HEADERS}.items():
        response.headers[header] = value
    return response
