# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases of the program: which is newer, how old one is, and the news of each from the changelog."""

import re
from dataclasses import dataclass
from datetime import date

OLD_MONTHS = 12
"""The age in months after which a newer release is likely. The program never looks for one; the user does."""

_HEADING = re.compile(r"^## (\S+) \((\d{4})-(\d\d)-(\d\d)\)$", re.M)


@dataclass(frozen=True, slots=True)
class Release:
    """A release; `news` is our own Markdown."""

    version: str
    day: date
    news: str

    def months(self, today: date) -> int:
        """Return the whole months since the release; 0 if the clock is before it."""
        months = 12 * (today.year - self.day.year) + today.month - self.day.month
        return max(0, months - (today.day < self.day.day))

    def is_old(self, today: date) -> bool:
        return self.months(today) >= OLD_MONTHS


def releases(page: str) -> tuple[Release, ...]:
    """Return the releases of a changelog in the order of the page, the newest first."""
    heads = list(_HEADING.finditer(page))
    ends = [*(head.start() for head in heads[1:]), len(page)]
    return tuple(
        Release(head[1], date(int(head[2]), int(head[3]), int(head[4])), page[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=False)
    )


def is_newer(version: str, than: str) -> bool:
    """Whether `version` is newer than `than`; False unless both are numbers with dots."""
    mine, others = _numbers(than), _numbers(version)
    return bool(others and mine) and others > mine


def _numbers(version: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?", version, re.ASCII)
    return tuple(int(number or 0) for number in found.groups()) if found else ()
