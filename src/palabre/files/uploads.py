"""Receiving files: one that is too large is let through without being kept, so that its form can say so."""

from __future__ import annotations

import io
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

IN_MEMORY = 1024 * 1024
HOPELESS = 20  # times the limit: nobody sends that by mistake, the line is cut


class CappedUploadHandler(FileUploadHandler):
    """Keeps at most `settings.UPLOAD_BYTES` of each file: a little in memory, the rest in a nameless file on disk.

    Past that, the bytes are dropped as they come; the form still gets its other fields, and in place of the file
    an empty one that tells its true `size`, which `files.checks` refuses with a sentence.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.spool: tempfile.SpooledTemporaryFile[bytes] | None = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (the request closes it)
            max_size=IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        past = start + len(raw_data)
        if past > settings.UPLOAD_BYTES:
            self._drop()
            if past > HOPELESS * settings.UPLOAD_BYTES:
                raise StopUpload(connection_reset=True)
        elif self.spool is not None:
            self.spool.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        content: Any = self.spool if self.spool is not None else io.BytesIO()
        content.seek(0)
        self.spool = None
        return UploadedFile(
            file=content,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self.spool is not None:
            self.spool.close()
            self.spool = None
