# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the platforms whose exports are recognised: a TOML file each, from a folder. `core.lists` understands them."""

import tomllib
from functools import lru_cache
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.lists.platform_file import UNREADABLE, read_platform
from checkin.core.lists.platforms import Platform


@lru_cache(maxsize=4)  # read when a list is first opened
def read_platforms(folder: Path) -> tuple[Platform, ...]:
    """Return the platforms of `folder`, in the order of their file names; none if there is no folder.

    Raises `UserError` for a file with a mistake.
    """
    return tuple(map(_read, sorted(folder.glob("*.toml"))))


def _read(path: Path) -> Platform:
    try:
        return read_platform(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise UserError(UNREADABLE, file=path.name, why=exc) from exc
