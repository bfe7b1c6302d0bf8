# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of the program: which is newer, how old one is, and what each brought, as its page of news says."""

import re
from dataclasses import dataclass
from datetime import date

OLD_MONTHS = 12
"""After so many months there may well be a newer one. Nobody looks for it but a person: nothing is ever asked for."""

_HEADING = re.compile(r"^## (\S+) \((\d{4})-(\d\d)-(\d\d)\)$", re.M)


@dataclass(frozen=True, slots=True)
class Release:
    """`news` is Markdown of ours."""

    version: str
    day: date
    news: str

    def months(self, today: date) -> int:
        """Whole months since; 0 for a clock that is wrong."""
        months = 12 * (today.year - self.day.year) + today.month - self.day.month
        return max(0, months - (today.day < self.day.day))

    def is_old(self, today: date) -> bool:
        return self.months(today) >= OLD_MONTHS


def releases(page: str) -> tuple[Release, ...]:
    """As they are on the page, the newest first."""
    heads = list(_HEADING.finditer(page))
    ends = [*(head.start() for head in heads[1:]), len(page)]
    return tuple(
        Release(head[1], date(int(head[2]), int(head[3]), int(head[4])), page[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=False)
    )


def is_newer(version: str, than: str) -> bool:
    """Of two that are numbers with dots; what is none is newer than nothing."""
    mine, others = _numbers(than), _numbers(version)
    return bool(others and mine) and others > mine


def _numbers(version: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?", version, re.ASCII)
    return tuple(int(number or 0) for number in found.groups()) if found else ()
