# SPDX-License-Identifier: GPL-3.0-or-later
"""The text by which another desk joins an event: where desks meet, and the event's key. Pure.

Whoever has it is a desk of this event: it is shown to a person, never sent anywhere by the program.
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
"""With capital letters and digits only, so that its QR code is small and any keyboard can type it."""
FIRST_DESK = "Accueil 2"
"""The desk that invites is usually the first; which name is free, newer invitations say."""
SECRET_BYTES = 32
LONGEST, LARGEST = 4_096, 1 << 16
"""Letters of a title, a name or an address; bytes of all that an invitation says."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`addresses` as in `Settings`: a folder's path, a `postgresql://` URL, or both; "" for none. `desk` is a name that
    no desk had when it was written, "" if it says none.
    """

    title: str
    key: EventKey
    folder: str = ""
    hub: str = ""
    desk: str = ""

    def text(self) -> str:
        said = [self.title, self.key.event, self.folder, self.hub, *filter(None, [self.desk])]
        data = self.key.secret + zlib.compress(json.dumps(said, ensure_ascii=False).encode("utf-8"), 9)
        data += zlib.crc32(data).to_bytes(4, "big")
        return PREFIX + base64.b32encode(data).decode("ascii").rstrip("=")


def is_invitation(text: str) -> bool:
    """Whether a code that was read, or a text that was typed, means to be one."""
    return _squeezed(text).startswith(PREFIX)


def invitation_in(text: str) -> Invitation:
    """Spaces, line breaks and small letters do not matter. Raises `UserError` for a text that is not whole."""
    squeezed = _squeezed(text).removeprefix(PREFIX)
    try:
        data = base64.b32decode(squeezed + "=" * (-len(squeezed) % 8))
        body, check = data[:-4], data[-4:]
        if not is_invitation(text) or zlib.crc32(body).to_bytes(4, "big") != check:
            raise UserError(_NOT_WHOLE)
        title, event, folder, hub, *more = _said(body[SECRET_BYTES:])
        return Invitation(title, EventKey(event, body[:SECRET_BYTES]), folder, hub, *more[:1])
    except (ValueError, RecursionError, binascii.Error, zlib.error) as exc:
        raise UserError(_NOT_WHOLE) from exc


def is_sayable(text: object) -> bool:
    """Whether it may be a title, a name or an address: a text of some letters that can be shown, written and opened."""
    return isinstance(text, str) and len(text) <= LONGEST and "\0" not in text and not _SURROGATE.search(text)


def _said(packed: bytes) -> list[str]:
    """Unpack no more than any desk would write. Raises `ValueError` for anything else than a list of such texts."""
    unpacking = zlib.decompressobj()
    said = json.loads(unpacking.decompress(packed, LARGEST))
    if not unpacking.eof or not isinstance(said, list) or not all(map(is_sayable, said)):
        raise ValueError
    return said


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_WHOLE = Message(
    "join", "This is not the whole text of an invitation. Nothing was changed; copy all of it from the other desk."
)
