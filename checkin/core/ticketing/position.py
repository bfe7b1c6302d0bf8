# SPDX-License-Identifier: GPL-3.0-or-later
"""A position: one ticket of an order, as an attendee's entry holds it. Pure.

The entry holds the mapping that `position_body` makes of the API's order; `Position.from_body` reads it. Names, company
and e-mail are not in it: they are fields of the attendee.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from checkin.core.entries import parse_moment
from checkin.core.ticketing.json_values import (
    JsonObject,
    as_id,
    as_list,
    as_object,
    as_text,
    as_texts,
    without_empty,
)

PAID, PENDING, EXPIRED, CANCELLED = "p", "n", "e", "c"
"""The states of an order, as pretix writes them."""


@dataclass(frozen=True, slots=True)
class TicketAnswer:
    """The answer to a question: its text, and the identifiers of the chosen options."""

    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A ticket of an order. `status`, `valid_if_pending`, `require_approval`, `attention` and `text` are the order's.

    `addon_to` is the id of the position that this one belongs to, 0 for a ticket of its own; `addons` are those that
    belong to it. `is_cancelled`: it is no longer in its order. `answers` are by the id of the question.
    """

    id: int = 0
    order: str = ""
    positionid: int = 0
    status: str = ""
    valid_if_pending: bool = False
    require_approval: bool = False
    item: int = 0
    variation: int = 0
    subevent: int = 0
    secret: str = ""
    addon_to: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    is_blocked: bool = False
    is_cancelled: bool = False
    answers: Mapping[int, TicketAnswer] = field(default_factory=dict, hash=False)
    attention: bool = False
    text: str = ""
    seat: str = ""
    pseudonym: str = ""
    addons: tuple["Position", ...] = ()

    @classmethod
    def from_body(cls, body: object) -> "Position":
        """Return the position of an attendee's entry. What is not understood is left out, and nothing is raised."""
        found = as_object(body)
        addons = (as_object(item) for item in as_list(found.get("addons")))
        shared = {key: found[key] for key in _OF_ORDER if key in found}
        return cls(
            **_own_fields(found),
            addons=tuple(cls(**_own_fields({**shared, "addon_to": found.get("id"), **addon})) for addon in addons),
        )

    def with_secret(self, secret: str) -> "Position | None":
        """Return this position or the add-on with this secret; None if neither has it."""
        return next((each for each in (self, *self.addons) if each.secret == secret), None)


_OF_ORDER = ("order", "status", "valid_if_pending", "require_approval", "attention", "text")


def _own_fields(found: JsonObject) -> dict[str, Any]:
    return {
        "id": as_id(found.get("id")),
        "order": as_text(found.get("order")),
        "positionid": as_id(found.get("positionid")),
        "status": as_text(found.get("status")),
        "valid_if_pending": found.get("valid_if_pending") is True,
        "require_approval": found.get("require_approval") is True,
        "item": as_id(found.get("item")),
        "variation": as_id(found.get("variation")),
        "subevent": as_id(found.get("subevent")),
        "secret": as_text(found.get("secret")),
        "addon_to": as_id(found.get("addon_to")),
        "valid_from": parse_moment(found.get("valid_from")),
        "valid_until": parse_moment(found.get("valid_until")),
        "is_blocked": bool(found.get("blocked")),
        "is_cancelled": found.get("canceled") is True,
        "answers": dict(_read_answers(as_object(found.get("answers")))),
        "attention": found.get("attention") is True,
        "text": as_text(found.get("text")),
        "seat": as_text(found.get("seat")),
        "pseudonym": as_text(found.get("pseudonym")),
    }


def _read_answers(found: JsonObject) -> Iterator[tuple[int, TicketAnswer]]:
    for key, value in found.items():
        if not (isinstance(key, str) and key.isascii() and key.isdecimal() and len(key) < 19):
            continue
        if isinstance(value, str):
            yield int(key), TicketAnswer(value)
        else:
            given = as_object(value)
            yield int(key), TicketAnswer(as_text(given.get("text")), as_texts(given.get("options")))


def position_body(order: JsonObject, position: JsonObject, addons: Iterable[JsonObject] = ()) -> dict[str, object]:
    """Return the mapping for an attendee's entry from the API's order and position, without what is empty."""
    of_order = (
        ("order", as_text(order.get("code"))),
        ("status", as_text(order.get("status"))),
        ("valid_if_pending", order.get("valid_if_pending") is True),
        ("require_approval", order.get("require_approval") is True),
        ("attention", order.get("checkin_attention") is True),
        ("text", as_text(order.get("checkin_text"))),
    )
    own = _position_body(position)
    return without_empty((*of_order, *own, ("addons", [without_empty(_position_body(addon)) for addon in addons])))


def order_bodies(order: JsonObject) -> Iterator[tuple[JsonObject, dict[str, object]]]:
    """Yield each position of the API's order that is a ticket of its own, with its mapping; add-ons are in that of
    their position, or stand alone where that one is not in the order.
    """
    positions = [as_object(position) for position in as_list(order.get("positions"))]
    known = {as_id(position.get("id")) for position in positions}
    for position in positions:
        if as_id(position.get("addon_to")) not in known - {0}:
            addons = [addon for addon in positions if as_id(addon.get("addon_to")) == as_id(position.get("id")) != 0]
            yield position, position_body(order, position, addons)


def _position_body(position: JsonObject) -> tuple[tuple[str, object], ...]:
    same = ("id", "positionid", "item", "variation", "subevent", "secret", "addon_to", "valid_from", "valid_until")
    return (
        *((name, position.get(name)) for name in same),
        ("blocked", bool(position.get("blocked"))),
        ("canceled", position.get("canceled") is True),
        ("answers", dict(_answer_bodies(as_list(position.get("answers"))))),
        ("seat", as_text(as_object(position.get("seat")).get("name"))),
        ("pseudonym", as_text(position.get("pseudonymization_id"))),
    )


def _answer_bodies(answers: list[Any]) -> Iterator[tuple[str, object]]:
    for answer in map(as_object, answers):
        if question := as_id(answer.get("question")):
            text, options = as_text(answer.get("answer")), list(as_texts(answer.get("option_identifiers")))
            yield str(question), {"text": text, "options": options} if options else text
