# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the package for the Microsoft Store out of the frozen folder. NEVER RUN YET with a folder of a real Windows.

    pip install pymsix==1.1.5
    python -m scripts.package_msix dist/checkin dist/checkin.msix NAME PUBLISHER

NAME and PUBLISHER ("CN=…") are those that the Store gives the program. It is not signed: the Store does that. Packs
with makeappx of the Windows SDK, on the real Windows where the folder was made.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin import __version__
from scripts.package_icons import draw

MANIFEST = Path(__file__).resolve().parent.parent / "packaging" / "msix" / "AppxManifest.xml"
SIDES = (44, 50, 150)
"""Pixels of the pictures that the manifest names."""


def fill(name: str, publisher: str) -> str:
    """Return the manifest of the package."""
    text = MANIFEST.read_text("utf-8")
    for place, value in {"@NAME@": name, "@PUBLISHER@": publisher, "@VERSION@": __version__}.items():
        text = text.replace(place, value)
    return text


def make(program: Path, package: Path, name: str, publisher: str) -> None:
    """Pack the frozen folder with the manifest and its pictures."""
    from msix import MsixPacker  # in no lock file: wanted once a release

    with TemporaryDirectory() as work:
        root = Path(work) / "package"
        shutil.copytree(program, root)
        (root / "AppxManifest.xml").write_text(fill(name, publisher), "utf-8")
        for side in SIDES:
            draw(side, root / "Assets" / f"{side}x{side}.png")
        MsixPacker().pack(root, package)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
