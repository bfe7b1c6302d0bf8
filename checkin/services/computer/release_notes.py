# SPDX-License-Identifier: GPL-3.0-or-later
"""Release notes of this version, and whether this start is an update. Uses no network."""

import contextlib
from pathlib import Path

from checkin import __version__
from checkin.core.errors import StorageError
from checkin.core.languages import ENGLISH
from checkin.core.support.releases import Release, is_newer, releases
from checkin.documents.atomic_write import write_file_atomically
from checkin.paths import resources
from checkin.storage.regular_files import read_regular_file

SEEN = "version.txt"
"""File name in the program's folder: the version started last."""
LARGEST = 100
"""Bytes of it that are read."""


def read_release_notes(spoken: str) -> tuple[Release, ...]:
    """Return the notes of all versions up to this one, in English where the language `spoken` has none."""
    folder = resources() / "news"
    own = folder / f"news_{spoken}.md"
    return releases((own if own.exists() else folder / f"news_{ENGLISH}.md").read_text("utf-8"))


def check_update(folder: Path) -> bool:
    """Whether an older version was started here before; True once per update, False on a new computer."""
    seen = folder / SEEN
    before = ""
    with contextlib.suppress(OSError):
        before = read_regular_file(seen, LARGEST).decode("utf-8", "replace").strip()
    if before != __version__:
        with contextlib.suppress(OSError, StorageError):
            folder.mkdir(parents=True, exist_ok=True)
            write_file_atomically(seen, __version__.encode())
    return is_newer(__version__, before)
