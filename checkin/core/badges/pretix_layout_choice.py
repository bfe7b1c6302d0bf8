# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of pretix's badge layouts are printed, and for whom. Pure.

pretix gives a product one layout, none, or the default. A badge here is for categories, of which each product is one;
a layout that no product has is not taken over, or it would become the badge of everyone else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checkin.core.badges.pretix_layout_texts import printable_text
from checkin.core.badges.template_checks import TemplateProblem
from checkin.core.message import Message

LONGEST_LAYOUT_NAME = 100


@dataclass(frozen=True, slots=True)
class UsedLayout:
    """A layout that is printed: its id at pretix, its JSON, the address of its background, and the ids of the
    categories it is for, empty for all others.
    """

    id: int
    name: str
    layout: object
    background: str
    categories: tuple[str, ...]


def category_of_item(item: int) -> str:
    """Return the id of the category that a product of pretix is here."""
    return f"item-{item}"


def used_layouts(layouts: Sequence[Any], assignments: Sequence[Any]) -> tuple[UsedLayout, ...]:
    """Return the layouts that are printed, from pretix's `badgelayouts` and `badgeitems`; what is malformed is skipped.
    Of several defaults the first is one.
    """
    items = _items_by_layout(assignments)
    found: dict[int, UsedLayout] = {}
    has_default = False
    for each in layouts:
        number = _whole(each, "id") if isinstance(each, Mapping) else None
        if number is None or number in found:
            continue
        is_default = each.get("default") is True and not has_default
        if not is_default and not items.get(number):
            continue
        has_default = has_default or is_default
        categories = () if is_default else tuple(category_of_item(item) for item in sorted(items[number]))
        name = " ".join(printable_text(str(each.get("name") or "")).split())[:LONGEST_LAYOUT_NAME]
        found[number] = UsedLayout(
            number, name or str(number), each.get("layout"), str(each.get("background") or ""), categories
        )
    return tuple(found.values())


def choice_problems(
    used: Sequence[UsedLayout], assignments: Sequence[Any], names: Mapping[str, str]
) -> list[TemplateProblem]:
    """Return what Checkin does differently for whole products. `names` are those of categories, by id."""
    without = [category_of_item(item) for item in sorted(_items_by_layout(assignments).get(None, ()))]
    found: list[TemplateProblem] = [(_NO_BADGE, {"category": names.get(each, each)}) for each in without]
    return found if any(not each.categories for each in used) else [*found, (_NO_DEFAULT, {})]


def _items_by_layout(assignments: Sequence[Any]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = {}
    for each in assignments:
        if isinstance(each, Mapping) and (item := _whole(each, "item")) is not None:
            layout = None if each.get("layout") is None else _whole(each, "layout")
            if layout is not None or each.get("layout") is None:
                found.setdefault(layout, set()).add(item)
    return found


def _whole(each: Mapping[str, Any], name: str) -> int | None:
    value = each.get(name)
    return value if type(value) is int else None


_NO_BADGE = Message(
    "badge layout",
    "pretix prints no badge for “{category}”. Checkin prints one for everyone: choose the categories when you print.",
)
_NO_DEFAULT = Message(
    "badge layout", "pretix has no default layout: products without one of their own get the badge A6 of Checkin."
)
