# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys and texts as a TOML file has them, for the files written by hand here. Pure."""

import re

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNPRINTABLE = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def quoted(text: str) -> str:
    """A text on one line, whatever is in it."""
    return '"' + _UNPRINTABLE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'


def key(name: str) -> str:
    """Bare where that is allowed."""
    return name if _BARE_KEY.fullmatch(name) else quoted(name)
