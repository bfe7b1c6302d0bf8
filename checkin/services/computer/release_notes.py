# SPDX-License-Identifier: GPL-3.0-or-later
"""Release notes and components of this version. Uses no network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from checkin.core.message import ENGLISH
from checkin.core.support import Release, releases
from checkin.paths import resources


def read_release_notes(spoken: str) -> tuple[Release, ...]:
    """Return the notes of all versions up to this one, in English where the language `spoken` has none."""
    folder = resources() / "news"
    own = folder / f"news_{spoken}.md"
    return releases((own if own.exists() else folder / f"news_{ENGLISH}.md").read_text("utf-8"))


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
    "h11",
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


SHIPPED = (ProgramPart("Inter (Rasmus Andersson)", "4", "OFL-1.1"), ProgramPart("Lucide", "", "ISC"))
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
