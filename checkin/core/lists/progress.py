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


WHOLE = 1000
"""What a part of some work is told out of."""


def quiet(_done: int, _total: int | None) -> None:
    """For work that nobody waits for."""


def part(tell: Tell, first: int, last: int) -> Tell:
    """For a part of some work, that counts in things of its own: it moves `tell` from `first` to `last` of `WHOLE`."""

    def told(done: int, total: int | None) -> None:
        if total:
            tell(first + (last - first) * min(done, total) // total, WHOLE)
        else:
            tell(done, None)

    return told


def onward(tell: Tell) -> Tell:
    """`tell` that never goes back, for work that looks twice."""
    furthest = 0

    def told(done: int, total: int | None) -> None:
        nonlocal furthest
        furthest = max(furthest, done)
        tell(furthest, total)

    return told


def telling(items: Iterable[Item], tell: Tell, total: int | None = None) -> Iterator[Item]:
    """`items` as they are, with a word every `BATCH` of them."""
    for done, item in enumerate(items):
        if done % BATCH == 0:
            tell(done, total)
        yield item
