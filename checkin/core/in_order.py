# SPDX-License-Identifier: GPL-3.0-or-later
"""Natural sort order of names: without case, and numbers by their value. Pure."""

import re

_NUMBER = re.compile(r"([0-9]+)")


def natural_sort_key(name: str) -> tuple[list[tuple[str, int]], str]:
    """Return a key to sort by: “Accueil 2” before “Accueil 10”."""
    pieces = _NUMBER.split(name.casefold())
    return [(piece, 0) if at % 2 == 0 else ("", int(piece)) for at, piece in enumerate(pieces)], name
