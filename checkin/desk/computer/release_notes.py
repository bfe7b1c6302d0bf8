# SPDX-License-Identifier: GPL-3.0-or-later
"""What this version of Checkin is, what it brought, and which was here before it. Asks nobody: it uses no network."""

import contextlib
from pathlib import Path

from checkin import __version__
from checkin.core.errors import StorageError
from checkin.core.releases import Release, is_newer, releases
from checkin.documents.atomic_write import write_file_atomically
from checkin.paths import resources

SEEN = "version.txt"
"""In Checkin's own folder: the version that was started last."""


def read_release_notes(spoken: str) -> tuple[Release, ...]:
    """Of all versions up to this one. `spoken` is "fr" or "en"."""
    return releases((resources() / "news" / f"news_{spoken}.md").read_text("utf-8"))


def this_release(spoken: str) -> Release:
    return read_release_notes(spoken)[0]


def check_update(folder: Path) -> bool:
    """Whether an older version was started here before; true once. The first start on a computer is none."""
    seen = folder / SEEN
    before = ""
    with contextlib.suppress(OSError):
        before = seen.read_text("utf-8").strip()
    if before != __version__:
        with contextlib.suppress(OSError, StorageError):
            folder.mkdir(parents=True, exist_ok=True)
            write_file_atomically(seen, __version__.encode())
    return is_newer(__version__, before)
