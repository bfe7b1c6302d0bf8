# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a sentence: of two words beside a number, the one that this number needs. "{rows} {rows:row|rows}" says "1 row"
and "0 rows" in English; what stands so in French says "0 ligne". Pure.
"""

from collections.abc import Mapping
from string import Formatter

ENGLISH_ONE, FRENCH_ONE = frozenset({"1"}), frozenset({"0", "1"})
"""Numbers, as they are written, that take the first of two words."""


def fill_message(text: str, fields: Mapping[str, object], one: frozenset[str] = ENGLISH_ONE) -> str:
    """`text` with its {named} fields filled."""
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
