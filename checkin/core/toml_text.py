# SPDX-License-Identifier: GPL-3.0-or-later
"""TOML as Checkin writes it, for files that people go on writing by hand: strings on one line, conditions inline. Pure.

No library does (docs/adr/0061). The caller decides the order of tables and fields.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNPRINTABLE = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def toml_pairs(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield `key = value` for each field of a table; a table in it stands in braces."""
    return (f"{_key(name)} = {_value(value)}" for name, value in table.items())


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _quoted(name)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(str(value))
        case date() | time():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{ {', '.join(toml_pairs(value))} }}"
    return repr(value)


def _quoted(text: str) -> str:
    return '"' + _UNPRINTABLE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'
