# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of an event's categories on a badge: each its own, and people see the difference. Pure."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from itertools import product

from checkin.core.badges.template import BadgeTemplate
from checkin.core.programme.programme import Programme

CATEGORY_COLOURS = ("#2F5BEA", "#C2410C", "#0F766E", "#8A0F2E", "#6D28D9", "#14171F", "#0369A1", "#854D0E")
"""Colours given to the categories of an event in turn: distinct on paper, and legible under black or white text."""

SEEN = 15.0
"""The least difference (delta E) between a usual colour and those taken, the badge's ground among them."""

_FURTHER = tuple("#{:02X}{:02X}{:02X}".format(*rgb) for rgb in product(range(0, 193, 32), repeat=3))
"""Colours to choose from once those above are given."""
_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.9505, 1.0, 1.089)


def with_category_colours(template: BadgeTemplate, programme: Programme) -> BadgeTemplate:
    """Return the template with a colour for each category of the programme that has none."""
    colours = dict(template.colours)
    for category in programme.categories:
        if category.id not in colours:
            colours[category.id] = _free_colour((template.ground, *colours.values()))
    return template if colours == template.colours else replace(template, colours=colours)


def colour_difference(one: str, other: str) -> float:
    """Return the difference of two colours as eyes see it (delta E of CIE 1976)."""
    return float(sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5)


def _free_colour(taken: Collection[str]) -> str:
    """Return the first of the usual colours unlike all those taken, else the colour most unlike them."""

    def distance(colour: str) -> float:
        return min(colour_difference(colour, each) for each in taken)

    return next((each for each in CATEGORY_COLOURS if distance(each) >= SEEN), None) or max(_FURTHER, key=distance)


@cache
def _lab(colour: str) -> tuple[float, float, float]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    rgb = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    xyz = (sum(m * c for m, c in zip(row, rgb, strict=True)) / w for row, w in zip(_XYZ, _WHITE, strict=True))
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
