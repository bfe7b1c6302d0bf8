# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures and photographs: read from users' files, and shrunk to travel with the event.

Only pixels are kept: no script of an SVG, no metadata such as the place of a photograph.
"""

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from checkin.core.message import Message, UserError
from checkin.core.picture_entries import HEAVIEST, HEAVIEST_PHOTOGRAPH
from checkin.documents.subprocess_reader import SubprocessMessages, run_in_subprocess

# Rendering of SVG drawings to pixels in a child process, without scripts and without access to other files.
# A drawing that takes too long, or too much memory, is refused.

SECONDS = 15.0
"""Seconds; starting the process takes two or three on an old computer."""
LARGEST = 20_000_000
"""Bytes of a drawing's text, unpacked."""
MOST_DEEP = 100
"""Depth of elements. Drawing programs nest layers and groups about ten deep."""

_SPACES = (("", "http://www.w3.org/2000/svg"), ("xlink", "http://www.w3.org/1999/xlink"))
_GZIP = b"\x1f\x8b"
_LEFT_OUT = frozenset(("script", "foreignObject", "iframe", "audio", "video", "handler", "animate", "set"))
_EMBEDDED = re.compile(r"\s*data:image/(png|jpe?g);base64,", re.IGNORECASE)
_ELSEWHERE = re.compile(r"@import|url\s*\(\s*['\"]?(?!#)", re.IGNORECASE)


def render_svg(data: bytes, side: int) -> bytes:
    """Return the drawing as PNG, with a longer side of `side` pixels. Raises `UserError` for anything but a drawing."""
    return run_in_subprocess(_painted, (data, side), _REFUSED, SECONDS)


def _painted(given: tuple[bytes, int]) -> bytes:
    """Render in the child process."""
    data, side = given
    text = _alone(_unpacked(data))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
    from PySide6.QtGui import QGuiApplication, QImageReader

    program = QGuiApplication.instance() or QGuiApplication([])
    source, target = QBuffer(), QBuffer()
    source.setData(QByteArray(text))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    reader = QImageReader(source, QByteArray(b"svg"))
    if (size := reader.size()).isEmpty():
        raise UserError(NO_PICTURE)
    size = size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    reader.setScaledSize(size)
    if not reader.read().save(target, "PNG"):  # type: ignore[call-overload]
        raise UserError(NO_PICTURE)
    del program
    return bytes(target.data().data())


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            text = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as exc:
        raise UserError(NO_PICTURE) from exc
    if len(text) > LARGEST:
        raise UserError(_GAVE_UP)
    return text


def _alone(text: bytes) -> bytes:
    """Return the drawing without anything that it would load or run. Entities of other files are not read."""
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError) as exc:
        raise UserError(NO_PICTURE) from exc
    if _name(root) != "svg":
        raise UserError(NO_PICTURE)
    _strip(root, MOST_DEEP)
    for prefix, space in _SPACES:  # Qt goes by the prefixes
        ElementTree.register_namespace(prefix, space)
    return ElementTree.tostring(root)


def _strip(element: ElementTree.Element, left: int) -> None:
    if left == 0:
        raise UserError(_GAVE_UP)
    for name in [name for name, value in element.attrib.items() if _reaches_out(element, name, value)]:
        del element.attrib[name]
    if _name(element) == "style" and _ELSEWHERE.search(element.text or ""):
        element.text = ""
    for child in list(element):
        if _name(child) in _LEFT_OUT:
            element.remove(child)
        else:
            _strip(child, left - 1)


def _reaches_out(element: ElementTree.Element, name: str, value: str) -> bool:
    """Whether an attribute refers to anything but a part of the drawing itself, or an embedded picture."""
    if name.rpartition("}")[2] == "href":
        return not (value.startswith("#") or (_name(element) == "image" and _EMBEDDED.match(value)))
    return name.startswith("on") or bool(_ELSEWHERE.search(value))


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


NO_PICTURE = Message(
    "badge", "This file is not a picture Checkin can read (PNG, JPEG or SVG). Nothing was changed; choose another."
)
_GAVE_UP = Message(
    "badge", "This drawing is damaged or far too large. Nothing was changed; save it as PNG and choose that file."
)
_TOO_SLOW = Message(
    "badge", "This drawing takes too long to draw. Nothing was changed; save it as PNG and choose that file."
)
_REFUSED = SubprocessMessages(_TOO_SLOW, _GAVE_UP)


SIDES = (1200, 900, 600, 400)
"""Pixels of the longer side; the first that is small enough in bytes is used. 1200 are 10 cm at 300 dpi."""

MOST_DOTS = 50_000_000
"""Pixels of a picture that is read at all."""

MOST_DOTS_KEPT = 4_000_000
"""Pixels of a picture received with the event; Checkin's own have at most 1200 a side."""

MOST_PASSES = 64
"""Greatest number of scans (passes) in a JPEG, each of which covers all pixels. Checkin's have one, cameras' about
ten.
"""

_JPEG_QUALITY = 90

_KINDS = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"RIFF", "webp"))
"""Signatures and formats. Qt's other readers are not used: each is one more that a malicious file could attack."""
_KEPT_KINDS = ("png", "jpeg")
_PASS = b"\xff\xda"


def read_picture(data: bytes) -> QImage:
    """Return the picture of a file that a user chose, as drawn on badges; null if it is none. SVG drawings are
    rendered.
    """
    if picture_kind(data):
        return _read(data, MOST_DOTS)
    try:
        return _read(render_svg(data, SIDES[0]), MOST_DOTS)
    except UserError:
        return QImage()


def read_stored_picture(data: bytes) -> QImage:
    """Return a picture stored in the event, null if it is none or too large; it may have come from an untrusted
    desk.
    """
    return _read(data, MOST_DOTS_KEPT) if picture_kind(data) in _KEPT_KINDS else QImage()


def picture_kind(data: bytes) -> str:
    """Return the format of a picture by its first bytes; "" for one that is not read here."""
    return next((kind for begin, kind in _KINDS if data.startswith(begin)), "")


def _read(data: bytes, most_dots: int) -> QImage:
    kind = picture_kind(data)
    if kind == "jpeg" and data.count(_PASS) > MOST_PASSES:
        return QImage()
    with picture_reader(data, kind) as reader:
        size = reader.size()
        return QImage() if size.isEmpty() or size.width() * size.height() > most_dots else reader.read()


@contextmanager
def picture_reader(data: bytes, kind: str) -> Iterator[QImageReader]:
    """Yield Qt's reader of a picture of this format (`picture_kind`), which turns it upright."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    yield reader


def shrink_picture(data: bytes) -> bytes:
    """Return the picture of a file as it is stored. Raises `UserError` for a file that is no picture or stays too
    large.
    """
    image = _read(data if picture_kind(data) else render_svg(data, SIDES[0]), MOST_DOTS)
    if image.isNull():
        raise UserError(NO_PICTURE)
    for side in SIDES:
        for kept in _encoded(_at_most(image, side)):
            if len(kept) <= HEAVIEST:
                return kept
    raise UserError(Message("badge", "This picture has too much detail. Nothing was changed; choose a simpler one."))


def _at_most(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    fitted = image.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    return image.scaled(
        fitted.expandedTo(QSize(1, 1)), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _encoded(image: QImage) -> Iterator[bytes]:
    """Yield the picture as PNG, lossless, then as JPEG if it has no transparency."""
    bare = image.convertToFormat(QImage.Format.Format_ARGB32)
    for name in bare.textKeys():
        bare.setText(name, "")
    yield _written(bare, "PNG", -1)
    if not image.hasAlphaChannel():
        yield _written(bare, "JPEG", _JPEG_QUALITY)


def _written(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


# Photographs of people: read from users' files with every suspicion, and made small to travel with the event.
# Only pixels are kept: no metadata, no place, no colour profile, no transparency.

SIZE = QSize(300, 400)
"""The most pixels across and down. 25 mm on a badge at 300 dpi are 295; the answer shows 160 down, 320 on a fine
screen.
"""

SMALLER = QSize(225, 300)
"""The size of a photograph with so much detail that it is too heavy at the first."""

QUALITIES = (80, 72, 64, 56, 48)
"""The qualities of JPEG, tried in turn until a photograph is light enough to travel."""

LEAST_SIDE = 32
"""Pixels: a smaller picture shows no face."""

_SHRUNK_WHILE_READ = 2 * max(SIZE.width(), SIZE.height())
"""Pixels of the longer side of a JPEG as it is decoded: a large one takes a tenth of the time and memory."""

_HEIC = re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1|avif|avis)", re.DOTALL)
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_START_OF_SCAN, _END = 0xDA, 0xD9


def shrink_photograph(data: bytes) -> bytes:
    """Return the photograph of a file as it is kept: a JPEG of at most `HEAVIEST` bytes, upright, on white.

    Raises `UserError` that says what the file is instead, or what is wrong with it.
    """
    plain = _without_extras(_decode_photograph(data))
    for size in (SIZE, SMALLER):
        fitted = _fit(plain, size)
        for quality in QUALITIES:
            kept = _jpeg(fitted, quality)
            if len(kept) <= HEAVIEST_PHOTOGRAPH:
                return kept
    raise UserError(Message("photograph", "The picture has too much detail to be made small. Choose another one."))


def _decode_photograph(data: bytes) -> QImage:
    """Return the picture of a file. What Qt would read in part, or at any price, is refused before."""
    kind = picture_kind(data)
    if not data:
        raise UserError(Message("photograph", "The file is empty. Copy it again from where it came."))
    if not kind:
        raise UserError(_HEIC_PICTURE if _HEIC.match(data) else _NO_PICTURE)
    if kind == "jpeg" and not _is_whole_jpeg(data):
        raise UserError(_DAMAGED)
    with picture_reader(data, kind) as reader:
        size = reader.size()
        if size.width() * size.height() > MOST_DOTS:
            raise UserError(_TOO_LARGE, most=MOST_DOTS // 1_000_000)
        longest = max(size.width(), size.height())
        if kind == "jpeg" and longest > _SHRUNK_WHILE_READ:
            shrunk = size * (_SHRUNK_WHILE_READ / longest)  # before it is turned upright
            reader.setScaledSize(shrunk.expandedTo(QSize(1, 1)))
        image = QImage() if size.isEmpty() else reader.read()
    if image.isNull():
        raise UserError(_DAMAGED)
    return image


def _is_whole_jpeg(data: bytes) -> bool:
    """Whether a JPEG has its end, and a sane number of passes: Qt paints what is missing of one in grey."""
    place, passes = 2, 0
    while place + 1 < len(data):
        if data[place] != 0xFF:
            return False
        kind = data[place + 1]
        if kind == _END:
            return True
        if kind == 0xFF:
            place += 1
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if kind == _START_OF_SCAN:
            passes += 1
            following = _MARKER.search(data, place)
            if following is None or passes > MOST_PASSES:
                return False
            place = following.start()
    return False


def _without_extras(image: QImage) -> QImage:
    """Return only the pixels, in plain colours on white."""
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    if plain.isNull():
        raise UserError(_DAMAGED)
    plain.fill(Qt.GlobalColor.white)
    painter = QPainter(plain)
    painter.drawImage(0, 0, image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
    painter.end()
    return plain


def _fit(image: QImage, size: QSize) -> QImage:
    """Return the picture made to fit; one that fits stays as it is."""
    fitted = image.size()
    if image.width() > size.width() or image.height() > size.height():
        fitted = fitted.scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    if min(fitted.width(), fitted.height()) < LEAST_SIDE:
        raise UserError(_TOO_SMALL, width=image.width(), height=image.height())
    return image.scaled(fitted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _jpeg(image: QImage, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(quality)
    writer.setOptimizedWrite(True)
    writer.write(image)
    return bytes(buffer.data().data())


_HEIC_PICTURE = Message("photograph", "A HEIC picture, as telephones make them, cannot be read here. Save it as JPEG.")
_NO_PICTURE = Message("photograph", "This is not a JPEG, PNG, WebP, GIF or BMP picture.")
_DAMAGED = Message("photograph", "The picture is damaged, or its end is missing. Copy it again from where it came.")
_TOO_LARGE = Message("photograph", "The picture has more than {most} million pixels. Save a smaller one.")
_TOO_SMALL = Message("photograph", "The picture has only {width} × {height} pixels; no face can be seen in it.")
