"""Pictures come back as bare pixels (SR-50)."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from palabre.files.formats import JPEG, PNG, WEBP
from palabre.files.strip import Cleaned, strip
from palabre.kit.verdict import Refused
from tests.unit.files import corpus

TRACES = [corpus.AUTHOR.encode(), b"SecretPhone", b"Exif", b"xmp", b"XMP", b"GPS", b"ICC", b"adobe"]


def cleaned(data: bytes, form=JPEG, longest: int = 1600) -> tuple[Cleaned, Image.Image]:
    done = strip(data, form, longest=longest)
    return done, Image.open(io.BytesIO(done.data))


@pytest.mark.covers("SR-50")
@pytest.mark.parametrize(("form", "known"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_a_photo_loses_position_camera_author_and_profile(form: str, known) -> None:
    sent = corpus.photo(form)
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(corpus.GPS_IFD)
    done, shown = cleaned(sent, known)
    assert shown.format == "JPEG"
    assert done.format == JPEG
    assert not shown.getexif()
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert [trace for trace in TRACES if trace in done.data] == []


@pytest.mark.parametrize(("orientation", "size"), [(1, (400, 300)), (3, (400, 300)), (6, (300, 400)), (8, (300, 400))])
def test_a_photo_is_turned_upright(orientation: int, size: tuple[int, int]) -> None:
    done, shown = cleaned(corpus.photo(orientation=orientation))
    assert (done.width, done.height) == shown.size == size
    dark = {1: (200, 5), 3: (200, 295), 6: (295, 200), 8: (5, 200)}[orientation]
    assert shown.convert("L").getpixel(dark) < 20


def test_a_broken_orientation_does_not_lose_the_photo() -> None:
    sent = corpus.photo().replace(b"Exif\0\0MM", b"Exif\0\0XX")
    assert cleaned(sent)[1].size == (400, 300)


@pytest.mark.parametrize(
    ("size", "longest", "made"),
    [((4000, 3000), 1600, (1600, 1200)), ((3000, 4000), 2400, (1800, 2400)), ((800, 600), 1600, (800, 600))],
)
def test_a_large_photo_is_made_smaller_and_a_small_one_not_larger(size, longest, made) -> None:
    done, _ = cleaned(corpus.photo(size=size), longest=longest)
    assert (done.width, done.height) == made


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    output = io.BytesIO()
    shot = corpus.picture() if mode != "I;16" else corpus.picture(mode="L")
    shot = (
        Image.frombytes("I;16", shot.size, b"".join(bytes((0, value)) for value in shot.tobytes()))
        if mode == "I;16"
        else shot.convert(mode)
    )
    shot.save(output, "PNG")
    _, shown = cleaned(output.getvalue(), PNG)
    assert shown.mode == ("L" if mode in {"1", "L", "I;16"} else "RGB")
    assert shown.convert("L").getpixel((200, 5)) < 40
    assert shown.convert("L").getpixel((200, 295)) > 215


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_what_was_transparent_is_white(mode: str) -> None:
    output = io.BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).convert(mode).save(
        output, "PNG", **({"transparency": 0} if mode == "P" else {})
    )
    assert cleaned(output.getvalue(), PNG)[1].getpixel((10, 10)) == (255, 255, 255)


def test_a_cmyk_photo_becomes_rgb() -> None:
    output = io.BytesIO()
    corpus.picture(mode="CMYK").save(output, "JPEG")
    assert cleaned(output.getvalue())[1].mode == "RGB"


def test_of_two_pictures_in_one_file_the_first_is_kept() -> None:
    output = io.BytesIO()
    corpus.picture().save(output, "MPO", save_all=True, append_images=[corpus.picture(40, 30)])
    assert cleaned(output.getvalue())[1].size == (400, 300)
    output = io.BytesIO()
    corpus.picture().save(output, "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 300))])
    assert cleaned(output.getvalue(), WEBP)[1].getpixel((200, 295))[0] > 200


def test_what_is_appended_to_a_photo_is_gone() -> None:
    done, _ = cleaned(corpus.photo() + b"<script>alert(1)</script>" + corpus.docx())
    assert b"<script>" not in done.data
    assert b"PK\x03\x04" not in done.data


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that announces a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


def webp_of(width: int, height: int) -> bytes:
    head = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X\x0a\0\0\0" + head + b"ALPH" + b"\0" * 20
    return b"RIFF" + len(body).to_bytes(4, "little") + body


@pytest.mark.covers("SR-49")
@pytest.mark.parametrize(
    ("data", "form"),
    [
        (png_of(60_000, 60_000), PNG),
        (png_of(10_000, 10_000), PNG),
        (png_of(5_000, 4_000), PNG),
        (webp_of(16_000, 16_000), WEBP),
    ],
)
def test_a_pixel_bomb_is_not_unfolded(data: bytes, form) -> None:
    with pytest.raises(Refused) as refusal:
        strip(data, form, longest=1600)
    assert "pixels" in str(refusal.value.verdict.why)


@pytest.mark.covers("SR-49")
def test_a_large_jpeg_within_the_cap_is_decoded_small() -> None:
    output = io.BytesIO()
    Image.new("RGB", (9_000, 5_500), "white").save(output, "JPEG")
    assert max(cleaned(output.getvalue())[1].size) == 1600
    output = io.BytesIO()
    Image.new("L", (9_000, 6_000)).save(output, "JPEG")
    with pytest.raises(Refused):
        strip(output.getvalue(), JPEG, longest=1600)


@pytest.mark.parametrize(
    "spoil", [lambda d: d[: len(d) // 2], lambda d: d[:30], lambda d: d[:2] + b"\xff" * 50, lambda d: b"\xff\xd8\xff"]
)
def test_a_damaged_picture_is_refused_with_a_sentence(spoil) -> None:
    with pytest.raises(Refused) as refusal:
        strip(spoil(corpus.photo()), JPEG, longest=1600)
    assert "cannot be opened" in str(refusal.value.verdict.why)


def test_another_format_behind_the_name_is_refused() -> None:
    output = io.BytesIO()
    corpus.picture().save(output, "TIFF")
    with pytest.raises(Refused):
        strip(output.getvalue(), JPEG, longest=1600)
