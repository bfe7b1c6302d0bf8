# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared helpers of the programme editor's pages for showing mistakes."""

from collections.abc import Sequence

from checkin.core.programme.programme_mistakes import ProgrammeMistake
from checkin.language import translate

Mistakes = Sequence[ProgrammeMistake]

MOST_NAMED = 12
"""Most names listed in a sentence."""


def mistake_sentences(mistakes: Mistakes, kind: type, item_id: str = "") -> dict[str, str]:
    """Return the first mistake of each field of one item, as sentences by field."""
    found: dict[str, str] = {}
    for mistake in mistakes:
        if mistake.kind is kind and mistake.id == item_id:
            found.setdefault(mistake.field, translate(mistake.words, **mistake.fields))
    return found


def mistaken_ids(mistakes: Mistakes, kind: type) -> set[str]:
    """Return the ids of items with a mistake."""
    return {mistake.id for mistake in mistakes if mistake.kind is kind}


def first_named(said: Sequence[str]) -> str:
    """Return the first of the names found in a list, for a sentence."""
    return ", ".join(said[:MOST_NAMED]) + ("…" if len(said) > MOST_NAMED else "")
