# SPDX-License-Identifier: GPL-3.0-or-later
"""A position, which is one ticket of an order: in an attendee's entry, as a signed text, and scanned. Pure.

The entry holds the mapping that `position_body` makes of the API's order; `Position.from_body` reads it. Names, company
and e-mail are not in it: they are fields of the attendee.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from checkin.core.entries import EARLIEST, LATEST
from checkin.core.json_values import (
    JsonObject,
    as_id,
    as_list,
    as_object,
    as_text,
    as_texts,
    keyed,
    keyed_values,
    without_empty,
)
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.rule_explanations import TicketExplanation, TicketReason

PAID, PENDING, EXPIRED, CANCELLED = "p", "n", "e", "c"
"""The states of an order, as pretix writes them."""


@dataclass(frozen=True, slots=True)
class TicketAnswer:
    """The answer to a question: its text, and the identifiers of the chosen options."""

    text: str
    options: tuple[str, ...] = ()


def _read_answers(value: object) -> dict[int, TicketAnswer]:
    """Return the answers by the number of the question; keys that are no number are left out."""
    numbers = ((key, given) for key, given in as_object(value).items() if isinstance(key, str) and len(key) < 19)
    return {int(key): _read_answer(given) for key, given in numbers if key.isascii() and key.isdecimal()}


def _read_answer(value: object) -> TicketAnswer:
    if isinstance(value, str):
        return TicketAnswer(value)
    given = as_object(value)
    return TicketAnswer(as_text(given.get("text")), as_texts(given.get("options")))


@dataclass(frozen=True, slots=True)
class Position:
    """A ticket of an order. `status`, `valid_if_pending`, `require_approval`, `attention` and `text` are the order's.

    `addon_to` is the id of the position that this one belongs to, 0 for a ticket of its own; `addons` are those that
    belong to it. `is_cancelled`: it is no longer in its order. `answers` are by the id of the question.
    """

    id: int = keyed("id", default=0)
    order: str = keyed("order", default="")
    positionid: int = keyed("positionid", default=0)
    status: str = keyed("status", default="")
    valid_if_pending: bool = keyed("valid_if_pending", default=False)
    require_approval: bool = keyed("require_approval", default=False)
    item: int = keyed("item", default=0)
    variation: int = keyed("variation", default=0)
    subevent: int = keyed("subevent", default=0)
    secret: str = keyed("secret", default="")
    addon_to: int = keyed("addon_to", default=0)
    valid_from: datetime | None = keyed("valid_from", default=None)
    valid_until: datetime | None = keyed("valid_until", default=None)
    is_blocked: bool = keyed("blocked", bool, default=False)
    is_cancelled: bool = keyed("canceled", default=False)
    answers: Mapping[int, TicketAnswer] = keyed("answers", _read_answers, default_factory=dict, hash=False)
    attention: bool = keyed("attention", default=False)
    text: str = keyed("text", default="")
    seat: str = keyed("seat", default="")
    pseudonym: str = keyed("pseudonym", default="")
    addons: tuple["Position", ...] = ()

    @classmethod
    def from_body(cls, body: object) -> "Position":
        """Return the position of an attendee's entry. What is not understood is left out, and nothing is raised."""
        found = as_object(body)
        shared = {key: found[key] for key in _OF_ORDER if key in found} | {"addon_to": found.get("id")}
        addons = ({**shared, **as_object(each)} for each in as_list(found.get("addons")))
        own = tuple(cls(**keyed_values(cls, addon)) for addon in addons)
        return cls(**keyed_values(cls, found), addons=own)

    def with_secret(self, secret: str) -> "Position | None":
        """Return this position or the add-on with this secret; None if neither has it."""
        return next((each for each in (self, *self.addons) if each.secret == secret), None)


_OF_ORDER = ("order", "status", "valid_if_pending", "require_approval", "attention", "text")


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


# Signed tickets (`pretix_sig1`): their text says what they are for, and a signature proves it without the network.
# The text is base64, written backwards, of: a byte 1, the lengths of payload and signature (two bytes each,
# big-endian), the payload (protocol buffer `Ticket`), and its Ed25519 signature.

_VERSION = 1
_HEAD = 5
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class SignedTicket:
    """The content of a signed ticket. `variation` and `subevent` are 0 without one."""

    seed: str
    item: int
    variation: int = 0
    subevent: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def read_signed_ticket(text: str, keys: Sequence[str]) -> SignedTicket | None:
    """Return the ticket of a scanned text if one of the event's public `keys` proves it; None for any other text.

    Only the one canonical text of a ticket is accepted: a second spelling would be a second ticket for the desk.
    """
    parts = _signed_parts(text.strip()) if keys else None
    if parts is None or not any(_is_genuine(key, *parts) for key in keys):
        return None
    return _read_payload(parts[0])


def _signed_parts(text: str) -> tuple[bytes, bytes] | None:
    """Return payload and signature; None for a text of another shape."""
    if len(text) > _LONGEST or not text.isascii():
        return None
    backwards = text[::-1]
    try:
        raw = b64decode(backwards, validate=True)
    except ValueError:
        return None
    if raw[:1] != bytes([_VERSION]) or len(raw) < _HEAD or b64encode(raw).decode() != backwards:
        return None
    end = _HEAD + int.from_bytes(raw[1:3])
    return (raw[_HEAD:end], raw[end:]) if len(raw) == end + int.from_bytes(raw[3:5]) else None


def _is_genuine(key: str, payload: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # loaded here, because most events have no signed tickets

    public = _public_key(key)
    if public is None:
        return False
    try:
        public.verify(signature, payload)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=16)
def _public_key(key: str) -> Any:
    """Return the Ed25519 key in `key`, a PEM file as base64; None for anything else."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        public = load_pem_public_key(b64decode(key))
    except (ValueError, UnsupportedAlgorithm):
        return None
    return public if isinstance(public, Ed25519PublicKey) else None


def _read_payload(payload: bytes) -> SignedTicket | None:
    try:
        found = dict(_fields(payload))
        seed = found.get(1, b"")
        numbers = [found.get(field, 0) for field in (2, 3, 4, 5, 6)]
        if not isinstance(seed, bytes) or not all(isinstance(number, int) for number in numbers):
            return None
        item, variation, subevent, begins, ends = numbers
        return SignedTicket(seed.decode(), item, variation, subevent, _moment(begins), _moment(ends))
    except (IndexError, ValueError):  # cut off, or of a later version
        return None


def _fields(payload: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the fields of a protocol buffer, numbers and texts. Raises IndexError or ValueError for any other bytes."""
    place = 0
    while place < len(payload):
        tag, place = _varint(payload, place)
        value: int | bytes
        value, place = _varint(payload, place)
        if tag & 7 == 2:
            length, value = value, payload[place : place + value]
            place += length
            if len(value) != length:
                raise IndexError(length)
        elif tag & 7:
            raise ValueError(tag)
        yield tag >> 3, value


def _varint(payload: bytes, place: int) -> tuple[int, int]:
    """Return the number that begins at `place`, and the place behind it."""
    value = 0
    for shift in range(0, 70, 7):
        byte = payload[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise ValueError(place)


def _moment(seconds: int) -> datetime | None:
    """Return the moment of a Unix time, moved into `EARLIEST` to `LATEST`; None for 0, which is no limit."""
    if not seconds:
        return None
    least, most = int(EARLIEST.timestamp()), int(LATEST.timestamp()) - 1
    return datetime.fromtimestamp(max(least, min(seconds, most)), UTC)


# A scan of a ticket and the answer of the ticketing to it, as values.


@dataclass(frozen=True, slots=True)
class TicketPassage:
    """An entry or exit of a position at the check-in list that is judged. `position` is its id."""

    at: datetime
    is_exit: bool
    position: int


@dataclass(frozen=True, slots=True)
class TicketScan:
    """A scan to be judged. `ticket` is the position whose secret was scanned, a signed ticket that was not pulled yet,
    or None for an unknown code.

    `passages` are those of the ticket and its add-ons at the list. `gate` is the id of the device's gate, 0 without
    one, None if that is not known. `answers` are by the id of the question, as pretix writes them. A code is
    `is_revoked` or `is_blocked` if the ticketing's lists say so; both count only for a code without a position. A scan
    `names_person` where it was no ticket that was chosen but who has it: their own ticket counts, else an add-on.
    """

    ticket: Position | SignedTicket | None
    moment: datetime
    passages: Sequence[TicketPassage] = ()
    is_exit: bool = False
    gate: int | None = None
    answers: Mapping[int, str] = field(default_factory=dict, hash=False)
    ignore_unpaid: bool = False
    is_revoked: bool = False
    is_blocked: bool = False
    names_person: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer of the ticketing as far as the desk can tell.

    `reason` is ACCEPTED, or why not; `explanations` say more: what a rule wants, or what to know of an accepted ticket.
    `questions` are open (INCOMPLETE). `position` is the one that counts, perhaps an add-on of the one that was scanned;
    None for a ticket that the desk does not know. `missing` is what the answer depends on and the desk cannot know: an
    accepted judgement with something missing is undecided (`is_undecided`). `attention` and `texts` are to be shown
    with every answer.
    """

    reason: TicketReason
    explanations: tuple[TicketExplanation, ...] = ()
    questions: tuple[Question, ...] = ()
    position: Position | None = None
    missing: tuple[TicketExplanation, ...] = ()
    attention: bool = False
    texts: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return self.reason == TicketReason.ACCEPTED and not self.missing

    @property
    def is_undecided(self) -> bool:
        return self.reason == TicketReason.ACCEPTED and bool(self.missing)
