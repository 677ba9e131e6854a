"""Pictures inside documents: their metadata is cut out of the bytes, the picture itself is not touched."""

from __future__ import annotations

import re
import struct

# A marker, with padding; inside pixels 0xFF is followed by zero or by a restart marker.
_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_SCAN, _END = 0xDA, 0xD9
# Drawing needs none of APP1 to APP15 but colour profiles (in APP2) and Adobe's word on colours (APP14).
_DROPPED_SEGMENTS = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
_DROPPED_CHUNKS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_PNG = b"\x89PNG\r\n\x1a\n"


class Undecipherable(ValueError):
    """Bytes that are not the picture they should be."""


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments, and without what follows its end. Raises `Undecipherable`."""
    if data[:2] != b"\xff\xd8":
        raise Undecipherable
    kept, place = [data[:2]], 2
    while found := _MARKER.match(data, place):
        marker, place = found[1][0], found.end()
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        end = place + int.from_bytes(data[place : place + 2], "big")
        if not _is_dropped(marker, data[place + 2 : end]):
            kept.append(bytes((0xFF, marker)) + data[place:end])
        place = end
        if marker == _SCAN:
            place = _end_of_pixels(data, end)
            kept.append(data[end:place])
    raise Undecipherable


def _is_dropped(marker: int, body: bytes) -> bool:
    if marker == 0xE0:
        return not body.startswith(b"JFIF\0")  # else a thumbnail
    if marker == 0xE2:
        return not body.startswith(b"ICC_PROFILE\0")  # else previews and depth maps of phones
    return marker in _DROPPED_SEGMENTS


def _end_of_pixels(data: bytes, start: int) -> int:
    """Where the next marker stands. A picture that breaks off there is Undecipherable."""
    found = _NEXT_MARKER.search(data, start)
    if not found:
        raise Undecipherable
    return found.start()


def bare_png(data: bytes) -> bytes:
    """A PNG without EXIF, texts and time. Raises `Undecipherable`."""
    if not data.startswith(_PNG):
        raise Undecipherable
    kept, place = [_PNG], len(_PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        name, end = data[place + 4 : place + 8], place + 12 + length
        if name not in _DROPPED_CHUNKS:
            kept.append(data[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end
    raise Undecipherable
