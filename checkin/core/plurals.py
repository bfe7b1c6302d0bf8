# SPDX-License-Identifier: GPL-3.0-or-later
"""Plurals in messages: "{rows} {rows:row|rows}" becomes "1 row" and "0 rows" in English; in French 0 takes the
singular. Pure.
"""

from collections.abc import Mapping
from string import Formatter

ENGLISH_ONE, FRENCH_ONE = frozenset({"1"}), frozenset({"0", "1"})
"""The numbers, as text, that take the singular."""


def fill_message(text: str, fields: Mapping[str, object], one: frozenset[str] = ENGLISH_ONE) -> str:
    """Return `text` with its {named} fields filled."""
    if "|" not in text:
        return text.format(**fields)
    return _Filling(one).vformat(text, (), fields)


class _Filling(Formatter):
    def __init__(self, one: frozenset[str]) -> None:
        self._one = one

    def format_field(self, value: object, format_spec: str) -> str:
        single, divided, several = format_spec.partition("|")
        if not divided:
            return format(value, format_spec)
        return single if str(value) in self._one else several
