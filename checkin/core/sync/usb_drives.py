# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the volumes a computer shows is a key that somebody put in, told by where the system mounts it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.in_order import natural_sort_key


@dataclass(frozen=True, slots=True)
class Volume:
    """`root` is its path with `/` everywhere, `label` the name it was given, "" for none, `free` in bytes."""

    root: str
    label: str = ""
    free: int = 0
    file_system: str = ""
    is_writable: bool = True

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.root.rstrip("/").rpartition("/")[2] or self.root


_KEYS = {
    "win32": re.compile(r"[A-Z]:/?", re.IGNORECASE),
    "darwin": re.compile(r"/Volumes/[^/.][^/]*"),
    "linux": re.compile(r"/media/[^/]+(/[^/]+)?|/run/media/[^/]+/[^/]+|/mnt/[^/]+"),
}
"""Windows says of a letter only that it is not its own: a second disk in the computer is offered too."""
_NO_KEYS = re.compile(
    r"iso9660|cd9660|cdfs|udf|squashfs|tmpfs|overlay|autofs|9p|nfs\d?|cifs|smb\w*|afpfs|webdav|fuse\.ssh.*", re.I
)
"""Discs, images of programs, and folders of other computers."""


def find_usb_drives(volumes: Iterable[Volume], platform: str, system_root: str) -> tuple[Volume, ...]:
    """Those that can take something away, as people sort them. `platform` as Python names it; the system is on
    `system_root`, which is never offered.
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
