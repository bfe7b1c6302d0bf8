# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the program's own files are. Never where a person's files are: those are always named by them."""

import sys
from pathlib import Path


def resources() -> Path:
    """Fonts, icons, sounds, translations: of the frozen program, the installed package or the source tree."""
    return _resources(Path(__file__).resolve().parent, getattr(sys, "_MEIPASS", None))


def _resources(package: Path, frozen: str | None) -> Path:
    if frozen is not None:
        return Path(frozen) / "resources"
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
