# SPDX-License-Identifier: GPL-3.0-or-later
"""Names within a sentence: the first few, then how many more there are."""

from collections.abc import Callable, Sequence

from checkin.core.message import Message


def list_names(names: Sequence[str], most: int, say: Callable[..., str]) -> str:
    """Return up to `most` names, and the number of the others; a full stop may follow."""
    shown = ", ".join(names[:most])
    return say(_AND_MORE, names=shown, more=len(names) - most) if len(names) > most else shown


_AND_MORE = Message("names", "{names} and {more} more")
