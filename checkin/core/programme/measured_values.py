# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and days in the cells of a list, compared by rules: “17”, “17 ans”, “1 200 €”, “03/05/2008”. Pure."""

import re
from datetime import date

from checkin.core.typed_times import NotATime, read_day

_NUMBER = re.compile(r"([-+]?\d{1,9}(?:[.,]\d{1,9})?)\s*(?:[^\W\d_]{1,12}\.?|ans? et demie?|%|€)?")
_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d{3}(?!\d))")


def read_measure(text: str) -> float | date | None:
    """Return the number, with or without its unit, or the day with its year; None for any other text."""
    words = _IN_NUMBER.sub("", text.strip())
    if number := _NUMBER.fullmatch(words):
        return float(number[1].replace(",", "."))
    try:
        return read_day(re.split(r"[T\s]", words, maxsplit=1)[0])  # without the time that may follow
    except NotATime:
        return None


def measures_at_most(text: str, most: str) -> bool:
    """Whether a number is at most another, or a day not after another; False where one of them is neither."""
    value, bound = read_measure(text), read_measure(most)
    if isinstance(value, float) and isinstance(bound, float):
        return value <= bound
    return isinstance(value, date) and isinstance(bound, date) and value <= bound
