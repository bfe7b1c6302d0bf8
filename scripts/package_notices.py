# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the notices of everything in the frozen program: `python -m scripts.package_notices OUT.txt`."""

import sys
from pathlib import Path

from scripts.package_parts import Part, parts

_HEAD = """Checkin is free software under the GNU General Public License, version 3 or later. This package also
holds the parts below, each under a licence of its own. Their source is that of the named version at the Python Package
Index (pypi), at crates.io (cargo), in the archive of Debian (deb), or of the project of that name. Qt may be replaced
by another build of the same version: its libraries are files of their own, in {qt}.
"""
_QT_FOLDERS = {"win32": "_internal"}
_RULE = "=" * 100


def text(found: list[Part]) -> str:
    """A list of all, then each distinct licence once, with whose it is."""
    owners: dict[str, list[str]] = {}
    for part in found:
        for licence in part.texts:
            owners.setdefault(licence, []).append(part.name)
    lines = [
        f"  {part.name} {part.version} ({part.kind}{part.within and f', in {part.within}'}): {part.licence}".replace(
            "  (", " ("
        )
        for part in found
    ]
    sections = [
        f"{_RULE}\n{', '.join(dict.fromkeys(names))}\n{_RULE}\n\n{licence}\n" for licence, names in owners.items()
    ]
    head = _HEAD.format(qt=_QT_FOLDERS.get(sys.platform, "PySide6/Qt/lib"))
    return "\n".join([head, *lines, "", *sections])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(parts()), encoding="utf-8")
