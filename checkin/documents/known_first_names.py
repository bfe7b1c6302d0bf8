# SPDX-License-Identifier: GPL-3.0-or-later
"""The first names by which a column of them is recognised: resources/lists/first_names.txt, whose head names its
sources.
"""

from functools import cache

from checkin.core.lists.personal_names import FirstNames
from checkin.paths import resources


@cache
def known_first_names() -> FirstNames:
    """Return the folded names, read once, when a list is first read."""
    text = (resources() / "lists" / "first_names.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
