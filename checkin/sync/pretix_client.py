# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of pretix's API that a desk needs, as methods (docs.pretix.eu, REST API).

What is read comes as pretix's own JSON. What is sent comes back as a `PretixAnswer`, also where pretix refuses it for
good.
"""

import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from checkin import __version__
from checkin.core.message import Message, SyncError, UserError
from checkin.sync import pretix_connection
from checkin.sync.pretix_connection import MOST_VALUES, Parameters, PretixConnection, RawAnswer, not_understood
from checkin.sync.pretix_device_code import DeviceCode

# What pretix is asked and what it answers, as values. Their `body` is pretix's own JSON, unchanged. Pure.

Json = Mapping[str, Any]

MOST_WORDS = 500
"""The length to which pretix's explanation of a refusal is cut."""


@dataclass(frozen=True, slots=True)
class PretixDevice:
    """A device of pretix: this desk, as its server knows it. The token is never shown."""

    organizer: str
    device_id: int
    name: str
    serial: str
    security_profile: str
    api_token: str = field(repr=False)
    gate: str
    """The identifier of the gate where the device stands, or empty."""
    server_version: str = ""
    gate_id: int = 0
    """The number of that gate, 0 without one: rules of a check-in list name it."""

    @property
    def may_do_all(self) -> bool:
        """Whether it may read all scans and sell tickets at the door, not only scan."""
        return self.security_profile == "full"


@dataclass(frozen=True, slots=True)
class PretixPage:
    """One page of a list. `generated` is the server's time of the first page, from which the next changes are asked
    for.
    """

    rows: Sequence[Json]
    count: int
    """The number of rows on all pages."""
    generated: str


@dataclass(frozen=True, slots=True)
class PretixAnswer:
    """An answer to something that was sent: done, or refused for good with pretix's own explanation, `refusal`."""

    is_done: bool
    body: Json
    refusal: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether a scanned ticket was let in."""
        return self.is_done

    @property
    def reason(self) -> str:
        """Pretix's word for why a ticket was refused, as "already_redeemed"; "incomplete" if questions are open."""
        if self.is_done:
            return ""
        return _text_of(self.body, "reason") or ("incomplete" if self.body.get("status") == "incomplete" else "")

    @property
    def position(self) -> Json:
        """The ticket as the server knew it before this scan; empty if the server does not know it."""
        return _object(self.body.get("position"))

    @property
    def check_in_list(self) -> Json:
        return _object(self.body.get("list"))

    @property
    def questions(self) -> Sequence[Json]:
        return _objects(self.body.get("questions"))

    @property
    def requires_attention(self) -> bool:
        return self.body.get("require_attention") is True

    @property
    def check_in_texts(self) -> Sequence[str]:
        texts = self.body.get("checkin_texts")
        return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []


@dataclass(frozen=True, slots=True)
class Redemption:
    """One scan of a ticket, as pretix is told of it.

    `nonce` belongs to this scan alone: sent again, the scan is not counted twice. `at` has its offset from UTC.
    `is_forced` is for what a desk decided while it was offline.
    """

    secret: str = field(repr=False)
    check_in_list: int
    nonce: str
    at: str
    is_exit: bool = False
    is_forced: bool = False
    ignores_unpaid: bool = False
    answers: Mapping[str, str] | None = field(default=None, repr=False)
    """The answers to questions by their ids; None if the desk cannot ask any."""

    def as_json(self) -> dict[str, Any]:
        body = {
            "secret": self.secret,
            "lists": [self.check_in_list],
            "nonce": self.nonce,
            "datetime": self.at,
            "type": _kind(self.is_exit),
            "force": self.is_forced,
            "ignore_unpaid": self.ignores_unpaid,
            "questions_supported": self.answers is not None,
            "source_type": "barcode",
        }
        return body | {"answers": dict(self.answers)} if self.answers else body


@dataclass(frozen=True, slots=True)
class FailedScan:
    """A refused scan, for the record of pretix. `reason` is one of pretix's words."""

    barcode: str = field(repr=False)
    reason: str
    nonce: str
    at: str
    explanation: str = ""
    is_exit: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "raw_barcode": self.barcode,
            "error_reason": self.reason,
            "error_explanation": self.explanation or None,
            "nonce": self.nonce,
            "datetime": self.at,
            "type": _kind(self.is_exit),
        }


def as_object(body: object) -> Json:
    """Return `body`, which should be an object. Raises `NotPretixError` for anything else."""
    if not isinstance(body, dict):
        raise not_understood()
    return body


def refusal_words(body: object) -> str:
    """Return the explanations in a refusal, whatever its shape: an object of lists, a list, or one text."""
    if isinstance(body, str):
        return body[:MOST_WORDS]
    if isinstance(body, Mapping):
        told = [each for key in ("reason_explanation", "detail") if (each := _text_of(body, key))]
        # The answer to a scan holds the whole ticket too, whose name and answers explain nothing.
        others = [] if "status" in body else _each_word(body.values())
        return "; ".join(told[:1] or others)[:MOST_WORDS]
    return "; ".join(_each_word(body))[:MOST_WORDS] if isinstance(body, list) else ""


def _each_word(values: Any) -> list[str]:
    return [words for value in values if isinstance(value, str | list | dict) and (words := refusal_words(value))]


def _kind(is_exit: bool) -> str:
    return "exit" if is_exit else "entry"


def _text_of(body: Json, key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Sequence[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


# How this desk becomes a device of pretix, and how it is read back.

_Value = TypeVar("_Value")


def initialize_device(code: DeviceCode) -> PretixDevice:
    """Make this desk a device of pretix; the code is then used up. Raises `UserError` if it cannot be used, `SyncError`
    if pretix does not answer.
    """
    connection = PretixConnection(code.url)
    try:
        answer = connection.post("device/initialize", {"token": code.token, **this_program()})
        if answer.status == 200:
            return read_device(answer.body)
    except (pretix_connection.PretixForbiddenError, pretix_connection.NotPretixError) as exc:
        raise UserError(_NOT_PRETIX) from exc
    except SyncError as exc:
        raise pretix_connection.while_joining(exc) from exc
    finally:
        connection.close()
    if answer.status == 400 and isinstance(answer.body, dict) and "token" in answer.body:
        raise UserError(_USED if "already been used" in refusal_words(answer.body) else _UNKNOWN)
    raise UserError(_NOT_PRETIX)


def read_device(body: object, server_version: str = "") -> PretixDevice:
    told = as_object(body)
    return PretixDevice(
        organizer=_typed(told, "organizer", str),
        device_id=_typed(told, "device_id", int),
        name=_typed(told, "name", str),
        serial=_typed(told, "unique_serial", str),
        security_profile=_typed(told, "security_profile", str),
        api_token=_typed(told, "api_token", str),
        gate=_text(told, "gate", "identifier"),
        gate_id=gate if isinstance(gate := _below(told, "gate", "id"), int) else 0,
        server_version=server_version,
    )


def read_device_info(body: Json) -> PretixDevice:
    return read_device(body.get("device"), _text(body, "server", "version", "pretix"))


def _text(body: object, *keys: str) -> str:
    return text if isinstance(text := _below(body, *keys), str) else ""


def _below(body: object, *keys: str) -> object:
    for key in keys:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def _typed(body: Json, key: str, kind: type[_Value]) -> _Value:
    value = body.get(key)
    if not isinstance(value, kind):
        raise pretix_connection.not_understood()
    return value


def this_program() -> dict[str, str]:
    """Return what the organiser sees of this device in pretix. The name of the computer is not told."""
    system = {"os_name": platform.system() or "?", "os_version": platform.release() or "?"}
    return {
        "hardware_brand": "PC",
        "hardware_model": platform.machine() or "?",
        **system,
        "software_brand": "Checkin",
        "software_version": __version__,
    }


_NOT_PRETIX = Message(
    "ticketing",
    "At the address in this device code, no pretix answers. Nothing was changed; check the network of this computer "
    "and the address of the pretix server.",
)
_USED = Message(
    "ticketing",
    "This device code was already used. Nothing was changed; in pretix, create a new device and use the code shown "
    "there.",
)
_UNKNOWN = Message(
    "ticketing",
    "pretix does not know this device code. Nothing was changed; in pretix, open the device again and use the code "
    "shown there.",
)


ROWS_OF_A_PAGE = 50
"""The most that pretix gives, whatever is asked for."""
MOST_PAGES = 20_000
"""A million rows: a server whose pages never end is not read further."""
MOST_BYTES = 500_000_000
"""Bytes of all pages, which are kept in the event's file. A hundred thousand orders have about as many."""
MOST_VALUES_OF_PAGES = 20 * MOST_VALUES
LONGEST_S = 3 * 3600.0
"""Seconds for all pages, which take a server minutes. Orders go on next time where they ended."""
MOST_COLLECTED = 100_000_000
"""Bytes of all pages that are needed at once: of all but orders and scans."""

WITHOUT = ("downloads", "payment_date", "payment_provider", "fees", "payments", "refunds", "positions.downloads")
"""What is left out of orders: links, and how somebody paid. No desk needs it."""

WITH_CANCELLED = ("include_canceled_positions", "true")
"""Somebody may come with a ticket that was taken out of its order, and is to be known."""


class PretixClient:
    """One device's access to its organizer in a pretix server. A context. Its methods may be called from any thread.

    Every method may raise the errors of `pretix_connection`; those that read raise `PretixRejectedError` for what is
    not there.

    >>> with PretixClient("https://tickets.example", "pionniers", token) as client:
    ...     for page in client.orders("rencontre", modified_since=mark):
    ...         store(page.rows)
    """

    def __init__(self, url: str, organizer: str, token: str, connection: PretixConnection | None = None) -> None:
        self._connection = connection or PretixConnection(url, token)
        self._organizer = f"organizers/{_quoted(organizer)}/"

    def __enter__(self) -> "PretixClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def info(self) -> PretixDevice:
        """Return what the server knows of this device, and its version."""
        return read_device_info(self._object("device/info"))

    def update(self) -> None:
        """Tell the server which version of this program it speaks with."""
        _done(self._connection.post("device/update", this_program()))

    def revoke(self) -> None:
        """Give this device's access up, for good."""
        _done(self._connection.post("device/revoke", {}))

    def events(self) -> list[Json]:
        return self._rows(f"{self._organizer}events/")

    def proposed_event(self) -> str:
        """Return the short name of the event that the server takes for the one of today, "" for none."""
        answer = self._connection.get("device/eventselection")
        event = answer.body.get("event") if answer.status == 200 and isinstance(answer.body, dict) else None
        slug = event.get("slug") if isinstance(event, dict) else None
        return slug if isinstance(slug, str) else ""

    def event(self, event: str) -> Json:
        """Return an event, with the keys of its signed tickets."""
        return self._object(self._of(event))

    def event_settings(self, event: str) -> Json:
        """Return the settings of an event; none where this device may not read them."""
        try:
            return self._object(self._of(event, "settings/"))
        except (pretix_connection.PretixForbiddenError, pretix_connection.PretixRejectedError):
            return {}

    def items(self, event: str) -> list[Json]:
        return self._rows(self._of(event, "items/"))

    def questions(self, event: str) -> list[Json]:
        return self._rows(self._of(event, "questions/"))

    def check_in_lists(self, event: str) -> list[Json]:
        """Return the check-in lists, without the counts, which cost the server much."""
        return self._rows(self._of(event, "checkinlists/"), _without("checkin_count", "position_count"))

    def check_in_list_status(self, event: str, check_in_list: int) -> Json:
        """Return how many tickets a list has and how many were let in."""
        return self._object(self._of(event, f"checkinlists/{check_in_list}/status/"))

    def badge_layouts(self, event: str) -> list[Json]:
        return self._rows(self._of(event, "badgelayouts/"))

    def badge_items(self, event: str) -> list[Json]:
        """Return which item has which badge layout."""
        return self._rows(self._of(event, "badgeitems/"))

    def revoked_secrets(self, event: str, since: str = "") -> list[Json]:
        """Return the signed tickets that are no longer valid; only those revoked `since` a `created` of an earlier
        one.
        """
        return self._rows(self._of(event, "revokedsecrets/"), _since("created", since))

    def blocked_secrets(self, event: str, since: str = "") -> list[Json]:
        """Return the signed tickets that were blocked or unblocked; only those `since` an `updated` of an earlier
        one.
        """
        return self._rows(self._of(event, "blockedsecrets/"), _since("updated", since))

    def orders(self, event: str, *, modified_since: str = "", created_since: str = "") -> Iterator[PretixPage]:
        """Yield the orders, page by page, with positions that were cancelled.

        All of them come in the order in which they were made: after an interruption it goes on with those
        `created_since` the `datetime` of the last. Changes are asked for with `modified_since`, the `generated` of
        the first page of the run before; the last change comes again.
        """
        parameters = [("page_size", str(ROWS_OF_A_PAGE)), ("testmode", "false"), WITH_CANCELLED, *_without(*WITHOUT)]
        if modified_since:
            parameters += [("ordering", "-last_modified"), ("modified_since", modified_since)]
        else:
            parameters.append(("ordering", "datetime"))
        if created_since:
            parameters.append(("created_since", created_since))
        return self._pages(self._of(event, "orders/"), parameters)

    def order(self, event: str, code: str) -> Json:
        return self._object(self._of(event, f"orders/{_quoted(code)}/"), [WITH_CANCELLED, *_without(*WITHOUT)])

    def order_with(self, event: str, secret: str) -> Json | None:
        """Return the order that has a ticket with this secret, None if there is none."""
        found = self._rows(self._of(event, "orderpositions/"), [("secret", secret), ("testmode", "false")])
        code = found[0].get("order") if found else None
        return self.order(event, code) if isinstance(code, str) else None

    def check_ins(self, event: str, created_since: str = "") -> Iterator[PretixPage]:
        """Yield all scans of all devices, the oldest first, refused ones too."""
        since = [("created_since", created_since)] if created_since else []
        return self._pages(self._of(event, "checkins/"), [("ordering", "created"), *since])

    def redeem(self, scan: Redemption) -> PretixAnswer:
        """Send a scan. Sent again with its nonce, it counts once."""
        answer = _answer(self._connection.post(f"{self._organizer}checkinrpc/redeem/", scan.as_json()))
        if answer.is_done and answer.body.get("status") != "ok":
            raise pretix_connection.not_understood()
        return answer

    def annul(self, check_in_list: int, nonce: str, at: str, explanation: str = "") -> PretixAnswer:
        """Undo a scan of this device by its nonce. pretix allows it if `at` is less than 15 minutes after the scan."""
        body = {"lists": [check_in_list], "nonce": nonce, "datetime": at, "error_explanation": explanation or None}
        return _answer(self._connection.post(f"{self._organizer}checkinrpc/annul/", body))

    def failed_checkin(self, event: str, check_in_list: int, scan: FailedScan) -> PretixAnswer:
        """Record a refused scan. Sent again with its nonce, it is recorded once."""
        path = self._of(event, f"checkinlists/{check_in_list}/failed_checkins/")
        return _answer(self._connection.post(path, scan.as_json()))

    def create_order(self, event: str, order: Json, idempotency_key: str) -> PretixAnswer:
        """Make an order. Sent again within a day with the same key, it is made once, and the same answer comes."""
        return _answer(self._connection.post(self._of(event, "orders/"), order, key=idempotency_key))

    def change_position(self, event: str, position: int, changes: Json) -> PretixAnswer:
        """Change a ticket: whose it is, and its code. The code that it had is unknown then."""
        return _answer(self._connection.patch(self._of(event, f"orderpositions/{position}/"), changes))

    def renew_code(self, event: str, position: int) -> PretixAnswer:
        """Give a ticket another code of the server's own, and revoke the one that it had."""
        return _answer(self._connection.post(self._of(event, f"orderpositions/{position}/regenerate_secrets/"), {}))

    def print_log(self, event: str, position: int, entry: Json, idempotency_key: str = "") -> PretixAnswer:
        """Record that a badge was printed."""
        path = self._of(event, f"orderpositions/{position}/printlog/")
        return _answer(self._connection.post(path, entry, key=idempotency_key))

    def download(self, url: str) -> bytes:
        """Return a file of the server, as the background of a badge layout."""
        return self._connection.download(url)

    def _of(self, event: str, below: str = "") -> str:
        return f"{self._organizer}events/{_quoted(event)}/{below}"

    def _object(self, path: str, parameters: Parameters = ()) -> Json:
        return as_object(_read(self._connection.get(path, parameters)).body)

    def _rows(self, path: str, parameters: Parameters = ()) -> list[Json]:
        pages = self._pages(path, parameters, MOST_COLLECTED, MOST_VALUES)
        return [row for page in pages for row in page.rows]

    def _pages(
        self, path: str, parameters: Parameters, most_bytes: int = MOST_BYTES, most_values: int = MOST_VALUES_OF_PAGES
    ) -> Iterator[PretixPage]:
        """Follow the links to the next page by their parameters alone: a link may name another host, as behind a
        proxy.
        """
        generated, size, values, until = "", 0, 0, time.monotonic() + LONGEST_S
        read: set[str] = set()
        while len(read) < MOST_PAGES and time.monotonic() < until:
            answer = _read(self._connection.get(path, parameters))
            size, values = size + answer.size, values + answer.values
            if size > most_bytes or values > most_values:
                break
            body = as_object(answer.body)
            generated = generated or answer.headers.get("X-Page-Generated", "")
            rows, following, count = body.get("results"), body.get("next"), body.get("count")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise pretix_connection.not_understood()
            yield PretixPage(rows, count if isinstance(count, int) else len(rows), generated)
            if following is None:
                return
            if not isinstance(following, str) or following in read:
                raise pretix_connection.not_understood()
            read.add(following)
            parameters = _parameters(following)
        raise pretix_connection.too_large()


def _parameters(link: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(link).query, keep_blank_values=True)
    except ValueError as exc:
        raise pretix_connection.not_understood() from exc


def _since(field: str, since: str) -> list[tuple[str, str]]:
    return [("ordering", f"-{field}"), *([(f"{field}_since", since)] if since else [])]


def _without(*fields: str) -> list[tuple[str, str]]:
    return [("exclude", field) for field in fields]


def _quoted(part: str) -> str:
    """Return a part of an address in which nothing leads to another part."""
    return quote(part, safe="").replace(".", "%2E")


def _read(answer: RawAnswer) -> RawAnswer:
    if answer.status != 200:
        raise pretix_connection.rejected(answer.status)
    return answer


def _done(answer: RawAnswer) -> None:
    if answer.status not in (200, 201):
        raise pretix_connection.rejected(answer.status)


def _answer(answer: RawAnswer) -> PretixAnswer:
    is_done = answer.status in (200, 201)
    if is_done and not isinstance(answer.body, dict):
        raise pretix_connection.not_understood()
    body = answer.body if isinstance(answer.body, dict) else {}
    return PretixAnswer(is_done, body, "" if is_done else refusal_words(answer.body))
