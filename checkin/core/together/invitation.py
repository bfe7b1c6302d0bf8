# SPDX-License-Identifier: GPL-3.0-or-later
"""The text by which another desk joins an event: where desks meet, and the event's key. Pure.

Whoever has it is a desk of this event: it is shown to a person, never sent anywhere by the program.
"""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.tokens import EventKey
from checkin.core.words import Words

PREFIX = "CHK1"
"""With capital letters and digits only, so that its QR code is small and any keyboard can type it."""
FIRST_DESK = "Accueil 2"
"""The desk that invites is usually the first; which name is free, newer invitations say."""
SECRET_BYTES = 32


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
        title, event, folder, hub, *more = map(str, json.loads(zlib.decompress(body[SECRET_BYTES:])))
        return Invitation(title, EventKey(event, body[:SECRET_BYTES]), folder, hub, *more[:1])
    except (ValueError, binascii.Error, zlib.error) as exc:
        raise UserError(_NOT_WHOLE) from exc


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


_NOT_WHOLE = Words(
    "join", "This is not the whole text of an invitation. Nothing was changed; copy all of it from the other desk."
)
