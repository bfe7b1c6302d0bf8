# SPDX-License-Identifier: GPL-3.0-or-later
"""Check that the frozen folder has not grown, and holds nothing that was once found never to be used.

    python -m scripts.package_limits dist/checkin

A new part that is wanted raises a limit here; one that came along unseen is left out in build_installer.spec.
"""

import fnmatch
import sys
from collections import defaultdict
from pathlib import Path

MB = 1_000_000
LIMITS_MB = {"linux": 275, "win32": 205}

UNUSED = (
    "*/PySide6/QtOpenGL.*",
    "*/PySide6/*qml/*",
    "*/PIL/_avif*",
    "*/numpy/random/*",
    "*/numpy/fft/*",
    "*/tests/*",
    "*/tkinter/*",
    "*Qt6Pdf*",
    "*Qt6VirtualKeyboard*",
    "*opengl32sw*",
    "*.ts",
)
UNUSED_ON = {"win32": ("*Qt6Qml*", "*Qt6Quick*"), "linux": ()}
"""On Linux FFmpeg's plug-in is linked with Qt6Quick and Qt6Qml."""
LIBRARIES = (".dll", ".pyd", ".so")


def faults(folder: Path, system: str) -> list[str]:
    """Return what is too much in a frozen folder, in words for whoever makes the package."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    names = {path: path.relative_to(folder).as_posix() for path in files}
    patterns = UNUSED + UNUSED_ON.get(system, ())
    found = [f"never used: {name}" for name in names.values() if any(fnmatch.fnmatch(f"/{name}", p) for p in patterns)]
    found += [f"in two places: {' and '.join(twice)}" for twice in _twice(names)]
    size = sum(path.stat().st_size for path in files) / MB
    if size > LIMITS_MB.get(system, size):
        found.append(f"{size:.0f} MB, more than {LIMITS_MB[system]}")
    return found


def _twice(names: dict[Path, str]) -> list[list[str]]:
    """Return the libraries of one name and size that stand in several folders."""
    alike: dict[tuple[str, int], list[str]] = defaultdict(list)
    for path, name in names.items():
        if any(end in path.suffixes for end in LIBRARIES) and path.stem != "__init__":
            alike[path.name, path.stat().st_size].append(name)
    return [places for places in alike.values() if len(places) > 1]


if __name__ == "__main__":
    if too_much := faults(Path(sys.argv[1]), sys.platform):
        raise SystemExit("\n".join(too_much))
