# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of people: read from users' files with every suspicion, and made small to travel with the event.

Only pixels are kept: no metadata, no place, no colour profile, no transparency.
"""

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from checkin.badges.pictures import MOST_DOTS, MOST_PASSES, picture_kind, picture_reader
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.photographs.photograph_entries import HEAVIEST

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
    plain = _without_extras(_read(data))
    for size in (SIZE, SMALLER):
        fitted = _fit(plain, size)
        for quality in QUALITIES:
            kept = _jpeg(fitted, quality)
            if len(kept) <= HEAVIEST:
                return kept
    raise UserError(_TOO_RICH)


def _read(data: bytes) -> QImage:
    """Return the picture of a file. What Qt would read in part, or at any price, is refused before."""
    kind = picture_kind(data)
    if not data:
        raise UserError(_EMPTY)
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


_EMPTY = Message("photograph", "The file is empty. Copy it again from where it came.")
_HEIC_PICTURE = Message("photograph", "A HEIC picture, as telephones make them, cannot be read here. Save it as JPEG.")
_NO_PICTURE = Message("photograph", "This is not a JPEG, PNG, WebP, GIF or BMP picture.")
_DAMAGED = Message("photograph", "The picture is damaged, or its end is missing. Copy it again from where it came.")
_TOO_LARGE = Message("photograph", "The picture has more than {most} million pixels. Save a smaller one.")
_TOO_SMALL = Message("photograph", "The picture has only {width} × {height} pixels; no face can be seen in it.")
_TOO_RICH = Message("photograph", "The picture has too much detail to be made small. Choose another one.")
