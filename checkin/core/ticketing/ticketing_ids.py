# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids in our programme of what a ticketing's server numbers: its products and its check-in lists. Pure."""

_PRODUCT, _LIST, _EXIT = "item-", "list-", "-exit"

EVERY_LIST = f"{_LIST}*"
"""The control points of all check-in lists, as a pattern of SQL's GLOB."""


def product_id(number: int) -> str:
    """Return the id of the category, or for an add-on the session, that a product becomes."""
    return f"{_PRODUCT}{number}"


def product_of(category: str) -> int:
    """Return the number of the product that became a category, 0 for a category of another kind."""
    return _number(category, _PRODUCT)


def list_point(number: int) -> str:
    """Return the id of the control point that a check-in list becomes; also that of the session of its add-ons."""
    return f"{_LIST}{number}"


def list_exit(number: int) -> str:
    """Return the id of the control point at which people of a check-in list leave."""
    return f"{_LIST}{number}{_EXIT}"


def list_number(point: str) -> int:
    """Return the number of the check-in list of a control point, 0 for a control point of another kind."""
    return _number(point.partition("@")[0].removesuffix(_EXIT), _LIST)


def _number(text: str, prefix: str) -> int:
    digits = text.removeprefix(prefix)
    is_number = text.startswith(prefix) and digits.isascii() and digits.isdecimal() and len(digits) < 19
    return int(digits) if is_number else 0
