# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitation of another desk to an event, as a text or with the event on a USB drive. Pure.

The text has the places where desks meet, and the event's key. With this text a computer becomes a desk of the event: it
is shown to a user, never sent anywhere by the program.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from checkin.core.desk_settings import next_free
from checkin.core.message import Message, UserError
from checkin.core.text_folding import natural_sort_key
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


# Finds USB drives among the volumes of a computer, by where the system mounts them; their visits at a desk.


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume. `root` is its path with `/` everywhere, `label` its name, "" for none, `free` in bytes."""

    root: str
    label: str = ""
    free: int = 0
    file_system: str = ""
    is_writable: bool = True

    @property
    def name(self) -> str:
        """The name people know it by."""
        return self.label or self.root.rstrip("/").rpartition("/")[2] or self.root


_KEYS = {
    "win32": re.compile(r"[A-Z]:/?", re.IGNORECASE),
    "darwin": re.compile(r"/Volumes/[^/.][^/]*"),
    "linux": re.compile(r"/media/[^/]+(/[^/]+)?|/run/media/[^/]+/[^/]+|/mnt/[^/]+"),
}
"""The paths where each platform mounts USB drives. A Windows letter tells only that it is not the system's: a second
internal disk is offered too.
"""
_NO_KEYS = re.compile(
    r"iso9660|cd9660|cdfs|udf|squashfs|tmpfs|overlay|autofs|9p|nfs\d?|cifs|smb\w*|afpfs|webdav|fuse\.ssh.*", re.I
)
"""File systems of discs, program images and network folders."""


def find_usb_drives(volumes: Iterable[Volume], platform: str, system_root: str) -> tuple[Volume, ...]:
    """Return the writable USB drives in natural order. `platform` as in `sys.platform`; `system_root` is never
    offered.
    """
    place = _KEYS.get(platform, _KEYS["linux"])
    found = {
        volume.root: volume
        for volume in volumes
        if place.fullmatch(volume.root)
        and volume.root.rstrip("/").casefold() != system_root.rstrip("/").casefold()
        and volume.is_writable
        and not _NO_KEYS.fullmatch(volume.file_system)
    }
    return tuple(sorted(found.values(), key=lambda volume: (natural_sort_key(volume.name), volume.root)))


@dataclass(frozen=True, slots=True)
class UsbDriveVisit:
    """The last visit of a USB drive at this desk. `name` is the drive's, `since` how many entries this desk has that
    were not on it then: its own, and those heard elsewhere. `is_before_purge`: the event was purged here since, and
    the drive still has the people.
    """

    name: str
    at: datetime
    since: int = 0
    is_before_purge: bool = False


@dataclass(frozen=True, slots=True)
class CarriedEvent:
    """An event on a USB drive: its invitation, and its state when a desk left it there.

    `entries` is the least number of journal entries on the drive beside it, so that a desk that joins knows whether it
    has everything. `desks` are the names that are taken, first that of the desk that put it there. `purge` is the id of
    the newest purge that this desk knew (hexadecimal, "" for none): after another one the event is taken off the drive.
    """

    invitation: Invitation
    at: datetime
    people: int
    entries: int
    desks: tuple[str, ...]
    day: date | None = None
    has_hub: bool = False
    purge: str = ""

    @property
    def event(self) -> str:
        """The public id of the event."""
        return self.invitation.key.event

    @property
    def proposed_desk(self) -> str:
        """A name for the next desk that is free as far as the drive knows."""
        return next_free(self.desks[0], self.desks)


@dataclass(frozen=True, slots=True)
class UsbDriveContents:
    """A USB drive and the events on it. `unreadable` counts damaged invitations; `has_entries`: files of the event
    that was asked for are on it, with an invitation or without.
    """

    drive: Volume
    events: tuple[CarriedEvent, ...] = ()
    unreadable: int = 0
    has_entries: bool = False

    def find(self, event: str) -> CarriedEvent | None:
        """Return the carried event of this id; None if it is not on the drive."""
        return next((carried for carried in self.events if carried.event == event), None)
