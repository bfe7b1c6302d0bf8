# SPDX-License-Identifier: GPL-3.0-or-later
"""Rendering of SVG drawings to pixels in a child process, without scripts and without access to other files.

A drawing that takes too long, or too much memory, is refused.
"""

import gzip
import io
import os
import re
import zlib
from xml.etree import ElementTree

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.subprocess_reader import SubprocessMessages, run_in_subprocess

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
    "badge",
    "This drawing is damaged or far too large. Nothing was changed; save it as PNG and choose that file.",
)
_TOO_SLOW = Message(
    "badge", "This drawing takes too long to draw. Nothing was changed; save it as PNG and choose that file."
)
_REFUSED = SubprocessMessages(_TOO_SLOW, _GAVE_UP)
