# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies of entries made of what a ticketing's server says, cut to the size of an entry. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checkin.core.entries import BODY_LIMIT, NewEntry

_WHOLE = ("secret", "ticket_code", "keys", "id", "identifier")
"""The keys of texts that are worth nothing once they are cut."""
_SHORT = 40
"""Characters of a text that is not cut any more."""
UNREAD_RULES: Mapping[str, object] = {"too long for an entry": []}
"""What stands for rules that do not fit: no desk knows this operator, so that each asks a volunteer."""


def fitted_entry(entry: NewEntry) -> NewEntry:
    """Return the entry with a body that the journal can hold."""
    kind, subject, body = entry
    return kind, subject, fitted(body, BODY_LIMIT)


def fitted(body: Mapping[str, Any], most: int) -> dict[str, Any]:
    """Return the body with its longest texts cut until it has at most so many bytes; where that is not enough, its
    longest lists.
    """
    if _size(body) <= most:
        return dict(body)
    cut: dict[str, Any] = _copied(body)
    if "rules" in cut:
        cut["rules"] = UNREAD_RULES
    while _size(cut) > most and (place := _longest(cut)):
        container, key = place
        value = container[key]
        container[key] = f"{value[: len(value) // 2]}…" if isinstance(value, str) else value[: len(value) // 2]
    return cut


def _size(body: Mapping[str, Any]) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))


def _longest(body: Any) -> tuple[Any, Any] | None:
    """Return where the longest text stands, as its container and key; without a long one the longest list."""
    places = [*_places(body)]
    texts = [place for place in places if isinstance(_at(place), str) and len(_at(place)) > _SHORT]
    lists = [place for place in places if isinstance(_at(place), list) and len(_at(place)) > 1]
    return max(texts or lists, key=lambda place: len(_at(place)), default=None)


def _at(place: tuple[Any, Any]) -> Any:
    return place[0][place[1]]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys: Any = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        if key not in _WHOLE:
            yield value, key
            yield from _places(value[key])


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list | tuple) else value
