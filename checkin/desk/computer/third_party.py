# SPDX-License-Identifier: GPL-3.0-or-later
"""What Checkin is made of that others made, with its version and licence, as it says of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

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
    "psycopg",
    "psycopg-binary",
    "tzdata",
)
"""What the project asks for; what these ask for comes with them."""
SAID_IN_A_FILE = {"pysqlite3": "Zlib"}
"""Licences that are not in what the part says of itself, but in a file beside it."""


@dataclass(frozen=True, slots=True)
class ProgramPart:
    name: str
    version: str
    licence: str


SHIPPED = (
    ProgramPart("Inter (Rasmus Andersson)", "4", "OFL-1.1"),
    ProgramPart("Lucide", "", "ISC"),
)
"""Letters and icons, in the resources."""


def program_parts() -> tuple[ProgramPart, ...]:
    """By name, each once. What is not installed on this computer is left out."""
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
    """Without what is only for extras."""
    for line in metadata.requires(name) or ():
        asked, _, marker = line.partition(";")
        if "extra" not in marker and (called := re.match(r"[\w.-]+", asked)):
            yield called[0]


def _licence(described: "metadata.PackageMetadata") -> str:
    """The expression; in old ways the first line of the text, or the classifiers."""
    for field in ("License-Expression", "License"):
        if field in described and (text := described[field].strip()):
            return text.splitlines()[0][:80]
    classifiers = [c for c in described.get_all("Classifier") or [] if c.startswith("License :: ")]
    named = ", ".join(c.rpartition(" :: ")[2] for c in classifiers)
    return named or SAID_IN_A_FILE.get(_plain(described["Name"]), "")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
