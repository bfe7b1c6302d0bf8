# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what is known of lists from resources/lists: the platforms, and the first names with their sources."""

from functools import cache
from pathlib import Path

from checkin.core.lists.list_knowledge import ListKnowledge
from checkin.core.lists.personal_names import FirstNames
from checkin.documents.platform_folder import read_platforms
from checkin.resource_folder import resources


@cache
def list_knowledge() -> ListKnowledge:
    """Return it, read once, when a list is first opened. Raises `UserError` for a platform's file with a mistake."""
    folder = resources() / "lists"
    return ListKnowledge(read_platforms(folder / "platforms"), _first_names(folder / "first_names.txt"))


def _first_names(path: Path) -> FirstNames:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
