# SPDX-License-Identifier: GPL-3.0-or-later
"""Check what Windows is told of each frozen program: version, name, icon, terminal or none, and who linked it.

python -m scripts.package_exe_check [--built-by mingw] dist/checkin/checkin.exe dist/checkin/checkin-desk.exe
"""

import argparse
from pathlib import Path

import pefile

from checkin import __version__

ICON_SIDES = {16, 24, 32, 48, 64, 128, 256}
LINKERS = {"mingw": 2, "msvc": 14}
"""The major version that each linker writes of itself."""
_GUI, _TERMINAL = 2, 3
_SUBSYSTEMS = {"checkin": _TERMINAL, "checkin-desk": _GUI}
_HARDENED = ("IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE", "IMAGE_DLLCHARACTERISTICS_NX_COMPAT")


def faults(program: Path, built_by: str = "") -> list[str]:
    """Return what is wrong with a program, in words for whoever makes the package."""
    file = pefile.PE(str(program))
    said = strings(file)
    wanted = {
        "ProductName": "Checkin",
        "FileDescription": "Checkin",
        "FileVersion": __version__,
        "ProductVersion": __version__,
        "OriginalFilename": program.name,
    }
    found = [f"{name}: {said.get(name)!r}, not {value!r}" for name, value in wanted.items() if said.get(name) != value]
    if missing := ICON_SIDES - icon_sides(file):
        found.append(f"no icon of {sorted(missing)} pixels")
    if file.OPTIONAL_HEADER.Subsystem != _SUBSYSTEMS[program.stem]:
        found.append("a terminal where none belongs, or none where one does")
    found += [f"not {flag}" for flag in _HARDENED if not getattr(file.OPTIONAL_HEADER, flag)]
    if built_by and file.OPTIONAL_HEADER.MajorLinkerVersion != LINKERS[built_by]:
        found.append(f"its bootloader was not built by {built_by}")
    return found


def strings(file: pefile.PE) -> dict[str, str]:
    """Return the texts of the version resource."""
    tables = [
        table
        for info in getattr(file, "FileInfo", [])
        for entry in info
        if entry.Key == b"StringFileInfo"
        for table in entry.StringTable
    ]
    return {name.decode(): text.decode() for table in tables for name, text in table.entries.items()}


def icon_sides(file: pefile.PE) -> set[int]:
    """Return the widths in pixels of the icons, read from the groups that name them."""
    kinds = getattr(file, "DIRECTORY_ENTRY_RESOURCE", None)
    groups = [kind for kind in kinds.entries if kind.id == pefile.RESOURCE_TYPE["RT_GROUP_ICON"]] if kinds else []
    sides: set[int] = set()
    for named in (named for group in groups for named in group.directory.entries):
        at = named.directory.entries[0].data.struct
        data = file.get_data(at.OffsetToData, at.Size)
        sides |= {data[6 + 14 * number] or 256 for number in range(int.from_bytes(data[4:6], "little"))}
    return sides


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--built-by", choices=LINKERS, default="")
    parser.add_argument("programs", nargs="+", type=Path)
    chosen = parser.parse_args()
    found = [f"{program}: {fault}" for program in chosen.programs for fault in faults(program, chosen.built_by)]
    if found:
        raise SystemExit("\n".join(found))
    print(f"{len(chosen.programs)} programs say their name and version {__version__}, and have their icon")


if __name__ == "__main__":
    main()
