# SPDX-License-Identifier: GPL-3.0-or-later
"""Fill in the manifests of winget for an installer that is published.

    python -m scripts.package_winget dist/checkin-1.2.3-windows-x86_64.exe https://… 2026-12-01 OUT

The folder OUT is then what `winget validate OUT` and `winget install --manifest OUT` take, on a real Windows.
"""

import hashlib
import sys
from pathlib import Path

from checkin import __version__

MANIFESTS = Path(__file__).resolve().parent.parent / "packaging" / "winget"


def fill(setup: Path, url: str, day: str, out: Path) -> None:
    """Write the manifests of `packaging/winget` with the version of this program and the digest of its installer."""
    if __version__ not in setup.name:
        raise SystemExit(f"{setup.name} is not the installer of version {__version__}")
    known = {
        "@VERSION@": __version__,
        "@URL@": url,
        "@SHA256@": hashlib.sha256(setup.read_bytes()).hexdigest().upper(),
        "@DATE@": day,
    }
    out.mkdir(parents=True, exist_ok=True)
    for manifest in MANIFESTS.glob("*.yaml"):
        text = manifest.read_text("utf-8")
        for place, value in known.items():
            text = text.replace(place, value)
        (out / manifest.name).write_text(text, "utf-8")


if __name__ == "__main__":
    fill(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
