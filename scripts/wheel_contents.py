# SPDX-License-Identifier: GPL-3.0-or-later
"""Write packaging/wheels.json: what the locked wheels for systems that nobody has here hold.

    python -m scripts.wheel_contents FOLDER

Downloads the wheels of requirements.lock for macOS (Apple silicon) and Windows into FOLDER, an empty one, 360 MB, and
lists their names, Qt plug-ins, modules and the libraries of others in them. `tests/packaging/test_wheels.py` holds the
program, its self-test and its notices against that list, and says when the lock has moved on.
"""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
LIST = ROOT / "packaging" / "wheels.json"

PYTHON = "3.13"
"""What .github/workflows/installers.yml installs there."""

SYSTEMS = {
    "macos": {"sys_platform": "darwin", "platform_machine": "arm64", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_machine": "AMD64", "platform_system": "Windows", "os_name": "nt"},
}
"""What the markers of a lock file ask of each."""

_TAGS = {
    "macos": ("macosx_14_0_arm64", "macosx_14_0_universal2", "macosx_13_0_arm64", "macosx_11_0_arm64"),
    "windows": ("win_amd64",),
}
_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(\w+)/(?:lib)?(\w+)\.(?:dylib|dll)")
_MODULE = re.compile(r"((?:\w+/)*\w+?)(?:\.(?:abi3|cpython-\w+-darwin|cp\w+-win_amd64))?\.(?:py|so|pyd)")
_LIBRARY = re.compile(r".*\.(?:libs|dylibs)/([^/]+)")
_DEEPEST = 2


def locked(lock: str, system: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each package that a lock file pins for a system, and its version."""
    known = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "implementation_name": "cpython"}
    for line in lock.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            wanted = Requirement(line.split("--hash")[0].rstrip(" \\"))
            if wanted.marker is None or wanted.marker.evaluate({**known, **SYSTEMS[system]}):
                yield wanted.name, str(wanted.specifier).removeprefix("==")


def contents(names: Iterable[str]) -> dict[str, list[str]]:
    """Return what is told of the files of a wheel."""
    files = list(names)
    return {
        "plugins": sorted({f"{match[1]}/{match[2]}" for file in files if (match := _PLUGIN.fullmatch(file))}),
        "modules": sorted(_modules(files)),
        "libraries": sorted({match[1] for file in files if (match := _LIBRARY.fullmatch(file))}),
    }


def _modules(files: Iterable[str]) -> set[str]:
    """Return the modules down to `_DEEPEST`, private ones left out."""
    paths = (PurePosixPath(match[1]) for file in files if (match := _MODULE.fullmatch(file)))
    public = (path.parent if path.name == "__init__" else path for path in paths)
    return {
        ".".join(path.parts)
        for path in public
        if 0 < len(path.parts) <= _DEEPEST
        and all(part.isidentifier() and not part.startswith("_") for part in path.parts)
    }


def download(system: str, folder: Path) -> None:
    """Have pip fetch the locked wheels for a system, checked against their digests."""
    pins = {name for name, _ in locked(LOCK.read_text("utf-8"), system)}
    entries = re.split(r"\n(?=\S)", LOCK.read_text("utf-8"))
    wanted = [
        re.sub(r" ;[^\\\n]*", "", entry) for entry in entries if entry.split("==")[0] in pins and _holds(entry, system)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pins.txt").write_text("\n".join(wanted), "utf-8")
    tags = [word for tag in _TAGS[system] for word in ("--platform", tag)]
    chosen = [
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--implementation",
        "cp",
        "--python-version",
        PYTHON,
    ]
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "-d", str(folder)]
    subprocess.run([*command, *chosen, *tags, "-r", str(folder / "pins.txt")], check=True)


def _holds(entry: str, system: str) -> bool:
    return bool(list(locked(entry, system)))


def main(folder: Path) -> None:
    told: dict[str, dict[str, dict[str, list[str]]]] = {}
    for system in SYSTEMS:
        download(system, folder / system)
        told[system] = {
            wheel.name: {kind: names for kind, names in contents(zipfile.ZipFile(wheel).namelist()).items() if names}
            for wheel in sorted((folder / system).glob("*.whl"))
        }
    text = json.dumps(told, indent=1)
    LIST.write_text(
        re.sub(r'\[\s+("[^\]]*")\s+\]', lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
