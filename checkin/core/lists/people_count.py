# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of people as lists write them: "2", "+2", "2 personnes", "(+1)". Pure."""

import re


def people_count(text: str) -> int | None:
    """Return the number of people that `text` is; None if it is something else."""
    found = _COUNT.fullmatch(text.casefold().strip())
    return int(found[1]) if found else None


def is_beside(text: str) -> bool:
    """Whether a number of people is of those who come besides: "+2"."""
    return text.lstrip(" (").startswith("+")


def is_plus_one(text: str) -> bool:
    """Whether the text is the "+1" that stands for a companion, as a title or in a cell."""
    return bool(_PLUS_ONE.fullmatch(text))


_PLUS_ONE = re.compile(r"\+\s?1\s*\??")
_COUNT = re.compile(
    r"\(?\s*(?:\+\s*)?([0-9]{1,4})\)?\s*\(?(?:pers(?:onnes?|ons?|onen|onas?|one)?|pax|invit[eé]e?s?|accompagnante?s?|adultes?"
    r"|places?|guests?|people|companions?|adults?|g[aä]ste?|begleitperson(?:en)?|ospiti?|accompagnator[ei]|invitados?"
    r"|acompañantes?)?\.?\)?"
)
