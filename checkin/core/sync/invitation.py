# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitation of another desk to an event: a text with the places where desks meet, and the event's key. Pure.

With this text a computer becomes a desk of the event: it is shown to a user, never sent anywhere by the program.
"""

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.tokens import EventKey

PREFIX = "CHK1"
"""The beginning of every invitation: capital letters and digits only, so that its QR code is small and any keyboard can
type it.
"""
FIRST_DESK = "Accueil 2"
"""The name for the invited desk where its invitation names none; the inviting desk is usually the first."""
SECRET_BYTES = 32
LONGEST, LARGEST = 4_096, 1 << 16
"""The most letters of a title, name or address; the most bytes of an unpacked invitation."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation. `folder` and `hub` as in `Settings`: a path, a `postgresql://` URL, or both; "" for none. `desk`
    is a name that was free when it was written, "" if it names none.
    """

    title: str
    key: EventKey
    folder: str = ""
    hub: str = ""
    desk: str = ""

    def text(self) -> str:
        parts = [self.title, self.key.event, self.folder, self.hub, *filter(None, [self.desk])]
        data = self.key.secret + zlib.compress(json.dumps(parts, ensure_ascii=False).encode("utf-8"), 9)
        data += zlib.crc32(data).to_bytes(4, "big")
        return PREFIX + base64.b32encode(data).decode("ascii").rstrip("=")


def is_invitation(text: str) -> bool:
    """Whether a code that was read, or a text that was typed, is meant as an invitation."""
    return _squeezed(text).startswith(PREFIX)


def invitation_in(text: str) -> Invitation:
    """Return the invitation in `text`, ignoring spaces, line breaks and case. Raises `UserError` if it is
    incomplete.
    """
    squeezed = _squeezed(text).removeprefix(PREFIX)
    try:
        data = base64.b32decode(squeezed + "=" * (-len(squeezed) % 8))
        body, check = data[:-4], data[-4:]
        if not is_invitation(text) or zlib.crc32(body).to_bytes(4, "big") != check:
            raise UserError(_NOT_WHOLE)
        title, event, folder, hub, *more = _unpack_texts(body[SECRET_BYTES:])
        return Invitation(title, EventKey(event, body[:SECRET_BYTES]), folder, hub, *more[:1])
    except (ValueError, RecursionError, binascii.Error, zlib.error) as exc:
        raise UserError(_NOT_WHOLE) from exc


def is_sayable(text: object) -> bool:
    """Whether it may be a title, name or address: a short text without characters that cannot be shown, written or
    opened.
    """
    return isinstance(text, str) and len(text) <= LONGEST and "\0" not in text and not _SURROGATE.search(text)


def _unpack_texts(packed: bytes) -> list[str]:
    """Unpack at most what a desk would write. Raises `ValueError` for anything else than a list of such texts."""
    unpacking = zlib.decompressobj()
    texts = json.loads(unpacking.decompress(packed, LARGEST))
    if not unpacking.eof or not isinstance(texts, list) or not all(map(is_sayable, texts)):
        raise ValueError
    return texts


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_WHOLE = Message(
    "join", "This invitation text is incomplete. Nothing was changed; copy all of it from the other desk."
)
