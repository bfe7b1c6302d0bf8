# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds USB drives among the volumes of a computer, by where the system mounts them; their visits at a desk. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checkin.core.text_folding import natural_sort_key


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
