"""Files as people send them, with all they say of their makers: AUTHOR stands wherever a program would put a name."""

# ruff: noqa: E501 (XML in the lines in which programs write it)
from __future__ import annotations

import io
import zipfile
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

AUTHOR = "Awa Secrète"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{AUTHOR}</dc:creator></x:xmpmeta>".encode()
GPS_IFD, MAKE, ORIENTATION, ARTIST = 0x8825, 0x010F, 0x0112, 0x013B


def upload(data: bytes, name: str) -> ContentFile[bytes]:
    return ContentFile(data, name)


def picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Dark above, light below, so that one sees which side is up."""
    return Image.linear_gradient("L").resize((width, height)).convert(mode)


def photo(form: str = "JPEG", size: tuple[int, int] = (400, 300), orientation: int = 1, **options: Any) -> bytes:
    """A photo with position, camera, author and XMP."""
    shot = picture(*size)
    exif = shot.getexif()
    exif[MAKE], exif[ORIENTATION], exif[ARTIST] = "SecretPhone", orientation, AUTHOR
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (14.0, 30.0, 12.5), 3: "W", 4: (4.0, 12.0, 0.0)})
    output = io.BytesIO()
    if form in {"JPEG", "WEBP"}:
        options.setdefault("xmp", XMP)
    if form == "JPEG":
        options.setdefault("comment", AUTHOR.encode())
    if form == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_itxt("Author", AUTHOR)
        told.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options.setdefault("pnginfo", told)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    shot.save(output, form, exif=exif, icc_profile=profile, **options)
    return output.getvalue()


def pdf(change: Any = None, pages: int = 1) -> bytes:
    """A PDF with Info, XMP, a note by AUTHOR and a photo inside; `change(writer)` may add more."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(300, 300)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): writer._add_object(_photo_inside())})}
    )
    words = DecodedStreamObject()
    words.set_data(b"q 100 0 0 100 50 50 cm /Im0 Do Q")
    page[NameObject("/Contents")] = writer._add_object(words)
    note = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Text"), "/T": TextStringObject(AUTHOR)}
    note |= {"/Rect": ArrayObject(map(NumberObject, (0, 0, 9, 9))), "/Contents": TextStringObject("À relire")}
    entry = DictionaryObject({NameObject(key): value for key, value in note.items()})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(entry)])
    writer.add_metadata({"/Author": AUTHOR, "/Creator": "SecretWord", "/CreationDate": "D:20261120100000+00'00'"})
    told = DecodedStreamObject()
    told.set_data(XMP)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(told)
    if change:
        change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _photo_inside() -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(photo())
    told = {"/Type": "/XObject", "/Subtype": "/Image", "/Filter": "/DCTDecode", "/ColorSpace": "/DeviceRGB"}
    stream.update({NameObject(key): NameObject(value) for key, value in told.items()})
    stream.update(
        {
            NameObject("/Width"): NumberObject(400),
            NameObject("/Height"): NumberObject(300),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return stream


def packed(parts: dict[str, bytes | str]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def relations(*rows: tuple[str, str, str]) -> str:
    """(id, type, target); a target with a colon lies outside."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{RELS}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for key, kind, target in rows
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def docx(body: str = "<w:p><w:r><w:t>Bonjour</w:t></w:r></w:p>", **more: bytes | str) -> bytes:
    """A Word document as Word writes it, with author, company, thumbnail, template path and a photo."""
    types = "".join(
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in (
            ("xml", "application/xml"),
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("jpeg", "image/jpeg"),
            ("png", "image/png"),
        )
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(
            ("rId1", "officeDocument", "word/document.xml"), ("rId2", "metadata/thumbnail", "docProps/thumbnail.jpeg")
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>',
        "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company></Properties>",
        "docProps/custom.xml": f"<Properties><property>{AUTHOR}</property></Properties>",
        "docProps/thumbnail.jpeg": photo(),
        "customXml/item1.xml": f"<p><author>{AUTHOR}</author></p>",
        "word/people.xml": f"<people><person author='{AUTHOR}'/></people>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            ("rId1", "hyperlink", "https://example.org/"), ("rId2", "image", "media/image1.jpeg")
        ),
        "word/settings.xml": f'<w:settings {W} xmlns:r="{RELS}"><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00AA{AUTHOR}"/></w:rsids></w:settings>',
        "word/_rels/settings.xml.rels": relations(
            ("rId1", "attachedTemplate", f"file:///C:/Users/{AUTHOR}/Normal.dotm")
        ),
        "word/media/image1.jpeg": photo(),
        "word/media/image2.png": photo("PNG"),
    }
    return packed(parts | {name.replace("__", "/"): content for name, content in more.items()})


def xlsx(**more: bytes | str) -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        book.set_properties({"author": AUTHOR, "company": AUTHOR})
        book.add_worksheet().write_row(0, 0, ["nom", "Awa"])
    parts = parts_of(output.getvalue())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<workbookPr", f'<fileSharing userName="{AUTHOR}"/><workbookPr'.encode()
    )
    return packed(parts | {name.replace("__", "/"): content for name, content in more.items()})


OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'


def odt(body: str = "<text:p>Bonjour</text:p>", **more: bytes | str) -> bytes:
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {OFFICE}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {OFFICE}><office:meta><a>{AUTHOR}</a></office:meta></office:document-meta>",
        "settings.xml": f'<config:config xmlns:config="urn:c"><config:config-item config:name="PrinterName" config:type="string">{AUTHOR}</config:config-item></config:config>',
        "Thumbnails/thumbnail.png": photo("PNG"),
        "Pictures/1.jpg": photo(),
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:m"><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/></manifest:manifest>',
    }
    return packed(parts | {name.replace("__", "/"): content for name, content in more.items()})
