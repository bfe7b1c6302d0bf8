# SPDX-License-Identifier: GPL-3.0-or-later
"""TOML keys and strings, for the files that are written by hand here. Pure."""

import re

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNPRINTABLE = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def quoted(text: str) -> str:
    """Return `text` as a quoted string on one line, with escapes."""
    return '"' + _UNPRINTABLE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'


def key(name: str) -> str:
    """Return `name` as a key, quoted where it must be."""
    return name if _BARE_KEY.fullmatch(name) else quoted(name)
