# SPDX-License-Identifier: GPL-3.0-or-later
"""How long work on a list tells how far it is, and is stopped: by calling a function that may raise. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Tell = Callable[[int, int | None], None]
"""`tell(done, total)`, in rows; `total` None while nobody knows it. It may raise `Cancelled`: the work then ends there,
has written nothing, and lets the exception through.
"""

Item = TypeVar("Item")

BATCH = 500
"""Rows between two calls: some milliseconds of work."""


class Cancelled(Exception):
    """Somebody no longer wants this. Not an error: nothing is said of it."""


def quiet(_done: int, _total: int | None) -> None:
    """For work that nobody waits for."""


def telling(items: Iterable[Item], tell: Tell, total: int | None = None) -> Iterator[Item]:
    """`items` as they are, with a word every `BATCH` of them."""
    for done, item in enumerate(items):
        if done % BATCH == 0:
            tell(done, total)
        yield item
