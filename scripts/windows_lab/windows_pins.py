# SPDX-License-Identifier: GPL-3.0-or-later
"""Print the pins of lock files that hold for one Python on Windows, with their digests and without their markers:
pip on Linux would judge the markers by the system it runs on.

    windows_pins.py PYTHON_VERSION LOCK... -- NAME_TO_LEAVE_OUT...
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

_CONTINUED = "\\\n"
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


def windows_pins(lock: str, version: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each package that Windows needs, and the line that pins it."""
    windows = {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "os_name": "nt",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for line in _COMMENT.sub("", lock).replace(_CONTINUED, " ").splitlines():
        wanted, *digests = line.split("--hash=")
        if not wanted.strip():
            continue
        requirement = Requirement(wanted)
        if requirement.marker is None or requirement.marker.evaluate(windows):
            pins = [f"--hash={digest.strip()}" for digest in digests]
            yield requirement.name, " ".join([f"{requirement.name}{requirement.specifier}", *pins])


def main() -> None:
    version, *rest = sys.argv[1:]
    middle = rest.index("--")
    pins: dict[str, str] = {}
    for lock in rest[:middle]:
        pins.update(windows_pins(Path(lock).read_text("utf-8"), version))
    print("\n".join(line for name, line in sorted(pins.items()) if name not in rest[middle + 1 :]))


if __name__ == "__main__":
    main()
