# SPDX-License-Identifier: GPL-3.0-or-later
"""Release notes and components of this version, and settings that carry over between events. Uses no network."""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from checkin import __version__
from checkin.core.desk_settings import Settings, computer_settings
from checkin.core.message import ENGLISH, StorageError
from checkin.core.support import Release, is_newer, releases
from checkin.documents.atomic_write import write_file_atomically
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
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


# Third-party components with their versions and licences, from their package metadata.

ROOTS = (
    "PySide6-Essentials",
    "PySide6-Addons",
    "sqlite-utils",
    "pysqlite3",
    "qrcode",
    "pillow",
    "numpy",
    "zxing-cpp",
    "python-calamine",
    "chardet",
    "xlsxwriter",
    "icalendar",
    "keyring",
    "certifi",
    "cryptography",
    "pypdfium2",
    "psycopg",
    "psycopg-binary",
    "tzdata",
)
"""The project's direct dependencies; theirs are found from these."""
SAID_IN_A_FILE = {"pysqlite3": "Zlib"}
"""Licences that are missing from the metadata, and stand in a file of the package."""


@dataclass(frozen=True, slots=True)
class ProgramPart:
    name: str
    version: str
    licence: str


SHIPPED = (
    ProgramPart("Inter (Rasmus Andersson)", "4", "OFL-1.1"),
    ProgramPart("Lucide", "", "ISC"),
)
"""Fonts and icons in the resources."""


def program_parts() -> tuple[ProgramPart, ...]:
    """Return the installed components by name, each once."""
    found: dict[str, ProgramPart] = {}
    wanted = list(ROOTS)
    while wanted:
        name = _plain(wanted.pop())
        if name in found:
            continue
        try:
            described = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = ProgramPart(described["Name"], described["Version"], _licence(described))
        wanted += _needs(name)
    return tuple(found[name] for name in sorted(found))


def _needs(name: str) -> Iterator[str]:
    """Yield the names of a package's dependencies, without extras."""
    for line in metadata.requires(name) or ():
        asked, _, marker = line.partition(";")
        if "extra" not in marker and (called := re.match(r"[\w.-]+", asked)):
            yield called[0]


def _licence(described: "metadata.PackageMetadata") -> str:
    """Return the licence expression, else the first line of the licence text, else the classifiers."""
    for field in ("License-Expression", "License"):
        if field in described and (text := described[field].strip()):
            return text.splitlines()[0][:80]
    classifiers = [c for c in described.get_all("Classifier") or [] if c.startswith("License :: ")]
    named = ", ".join(c.rpartition(" :: ")[2] for c in classifiers)
    return named or SAID_IN_A_FILE.get(_plain(described["Name"]), "")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# Settings that carry over from one event to the next on this computer: camera, printers, sound, language, look.
# Each event keeps its desk's settings; a new one starts with these, and the first window is drawn with them.

KEPT = "computer.json"
"""File name in the program's folder."""
LARGEST_SETTINGS = 1 << 20
"""Bytes of it that are read."""


def load_computer_settings(folder: Path) -> Settings | None:
    """Return the settings of the last desk here, defaults elsewhere; None before the first."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return computer_settings(kept.from_plain(json.loads(read_regular_file(folder / KEPT, LARGEST_SETTINGS))))
    return None


def save_computer_settings(folder: Path, settings: Settings) -> None:
    """Save the part of `settings` that belongs to the computer. A write error is ignored."""
    with contextlib.suppress(OSError, StorageError):
        folder.mkdir(parents=True, exist_ok=True)
        write_file_atomically(folder / KEPT, json.dumps(kept.to_plain(computer_settings(settings))).encode())


def apply_computer_settings(event: EventFile, folder: Path) -> bool:
    """Give a new event this computer's settings; return whether there were any."""
    known = load_computer_settings(folder)
    if known is None:
        return False
    before = kept.load(event.db)
    kept.save(event.db, computer_settings(known, before))
    return True
