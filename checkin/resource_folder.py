# SPDX-License-Identifier: GPL-3.0-or-later
"""The location of the files the program came with. Without Qt, for packages that must not know it."""

import sys
from pathlib import Path


def resources() -> Path:
    """Return the folder of fonts, icons, sounds and translations, of the frozen program, the package or the source
    tree.
    """
    return _resources(Path(__file__).resolve().parent, getattr(sys, "_MEIPASS", None))


def _resources(package: Path, frozen: str | None) -> Path:
    if frozen is not None:
        return Path(frozen) / "resources"
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
