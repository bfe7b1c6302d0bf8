# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts: hidden files and folders in which content is written before it takes its place (`atomic_write`).

A program that is killed leaves its drafts, and whole lists may be in them. The name of a draft says that it is ours,
on which computer and by which process it was written, so that it can be removed as soon as that process is gone.
"""

import contextlib
import os
import platform
import re
import secrets
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.storage.secure_erase import erase_file, erase_folder

LEFT_OVER_S = 86_400
"""Seconds after which a draft is one that a killed program left: nothing is written for as long."""

MOST_NAMES = 100_000
"""Names of a folder that are looked at. A folder with more is said not to have been looked through."""

_NAME = re.compile(r"\.([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})\.part")


@dataclass(frozen=True, slots=True)
class FoundDrafts:
    """What became of the drafts in a folder: how many were removed, and whether any stayed or may be there unseen."""

    removed: int = 0
    is_left: bool = False


def new_draft(folder: Path) -> Path:
    """Return the path of a new draft of this process, after removing what killed programs left in the folder."""
    remove_dead_drafts(folder)
    ours = f"{_computer()}{os.getpid() & 0xFFFFFFFF:08x}{secrets.token_hex(4)}"
    return folder / f".{ours}{_seal(ours)}.part"


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for files that are not to be kept, which only this account can read. If this process is killed,
    the next one removes it.
    """
    folder = new_draft(Path(tempfile.gettempdir()))
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_dead_drafts(folder: Path) -> FoundDrafts:
    """Overwrite and remove the drafts in a folder whose process is gone. Raises nothing: what cannot be looked at or
    removed is left.
    """
    removed, is_left = 0, False
    try:
        with os.scandir(folder) as names:
            for number, each in enumerate(names):
                if number >= MOST_NAMES:
                    return FoundDrafts(removed, is_left=True)
                draft = Path(each.path)
                if is_draft(each.name) and _is_own(draft):
                    is_gone = _is_dead(draft) and _is_removed(draft)
                    removed, is_left = removed + is_gone, is_left or not is_gone
    except OSError:
        return FoundDrafts(removed, is_left=True)
    return FoundDrafts(removed, is_left)


def is_draft(name: str) -> bool:
    """Whether a file or folder of this name is a draft of this program, on whichever computer."""
    found = _NAME.fullmatch(name)
    return bool(found and _seal("".join(found.groups()[:3])) == found[4])


def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _seal(text: str) -> str:
    return f"{zlib.crc32(f'checkin draft {text}'.encode()):08x}"


def _is_own(draft: Path) -> bool:
    """Whether a draft is this account's. A link is no draft, nor is anything but a file or folder."""
    try:
        found = draft.lstat()
    except OSError:
        return False
    is_own = os.name != "posix" or found.st_uid == os.geteuid()
    return is_own and (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode))


def _is_dead(draft: Path) -> bool:
    """Whether nothing writes to a draft any more."""
    with contextlib.suppress(OSError):
        return _is_process_gone(draft.name) or time.time() - draft.lstat().st_mtime > LEFT_OVER_S
    return False


def _is_process_gone(name: str) -> bool:
    """Whether the process of a draft ran on this computer and has ended. Windows is not asked: its age decides."""
    found = _NAME.fullmatch(name)
    if os.name != "posix" or not found or found[1] != _computer():
        return False
    try:
        os.kill(int(found[2], 16), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _is_removed(draft: Path) -> bool:
    with contextlib.suppress(Exception):
        if draft.is_dir():
            erase_folder(draft)
        else:
            erase_file(draft)
    return not os.path.lexists(draft)
