"""Pictures are decoded and made anew from their pixels: nothing else of the file survives."""

from __future__ import annotations

import contextlib
import io
import struct

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from palabre.files.checks import refuse
from palabre.files.formats import JPEG
from palabre.files.strip.cleaned import Cleaned

# JPEG is decoded at the size that is needed; the others unfold whole (4 bytes a pixel).
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 12_000_000}
QUALITY = 84
_BROKEN_EXIF = (struct.error, TypeError, KeyError, ZeroDivisionError, SyntaxError, ValueError)

_TOO_MANY_PIXELS = _("This picture has too many pixels. Make it smaller, then send it again.")
_UNREADABLE = _("This picture cannot be opened. It may be damaged.")


def clean_image(data: bytes, *, longest: int) -> Cleaned:
    """A JPEG of the first frame, upright, in sRGB, at most `longest` pixels on its longer side.

    Position, camera, dates, thumbnails and whatever was appended are gone. Raises `Refused`.
    """
    if _webp_pixels(data) > MOST_PIXELS["WEBP"]:
        raise refuse(_TOO_MANY_PIXELS)
    try:
        with Image.open(io.BytesIO(data), formats=list(MOST_PIXELS)) as picture:
            # two pictures in one JPEG are what Pillow calls MPO
            if picture.width * picture.height > MOST_PIXELS.get(picture.format or "", MOST_PIXELS["JPEG"]):
                raise refuse(_TOO_MANY_PIXELS)
            picture.draft("RGB", (longest, longest))
            small = _flat(_upright(picture, longest))
        output = io.BytesIO()
        small.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refuse(_TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, MemoryError, struct.error):
        raise refuse(_UNREADABLE) from None
    return Cleaned(output.getvalue(), JPEG, small.width, small.height)


def _upright(picture: Image.Image, longest: int) -> Image.Image:
    """The pixels, small enough and turned as the camera said."""
    profile = picture.info.get("icc_profile")
    if picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode == "P":
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    with contextlib.suppress(*_BROKEN_EXIF):
        ImageOps.exif_transpose(picture, in_place=True)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return _in_srgb(picture, profile) if profile else picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as every screen shows them; a broken profile is passed over."""
    if picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture


def _flat(picture: Image.Image) -> Image.Image:
    """Grey stays grey, everything else is RGB; what was transparent is white. Only pixels are carried over."""
    if picture.mode.startswith("I"):
        # sixteen bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    bare = picture.convert("L" if picture.mode == "L" else "RGB")
    bare.info = {}
    return bare


def _webp_pixels(data: bytes) -> int:
    """The size that a WebP announces, read before any decoder sets memory aside for it; 0 for other formats."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return 0
    form = data[12:16]
    if form == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack("<HH", data[26:30])
    return int((width & 0x3FFF) * (height & 0x3FFF))
