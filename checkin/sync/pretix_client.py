# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of pretix's API that a desk needs, as methods (docs.pretix.eu, REST API).

What is read comes as pretix's own JSON. What is sent comes back as a `PretixAnswer`, also where pretix refuses it for
good.
"""

import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlsplit

from checkin.sync import pretix_errors as errors
from checkin.sync.pretix_answers import (
    FailedScan,
    Json,
    PretixAnswer,
    PretixDevice,
    PretixPage,
    Redemption,
    as_object,
    refusal_words,
)
from checkin.sync.pretix_connection import MOST_VALUES, Parameters, PretixConnection, RawAnswer
from checkin.sync.pretix_device import read_device_info, this_program

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

    Every method may raise the errors of `pretix_errors`; those that read raise `PretixRejectedError` for what is not
    there.

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
        except (errors.PretixForbiddenError, errors.PretixRejectedError):
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
            raise errors.not_understood()
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
                raise errors.not_understood()
            yield PretixPage(rows, count if isinstance(count, int) else len(rows), generated)
            if following is None:
                return
            if not isinstance(following, str) or following in read:
                raise errors.not_understood()
            read.add(following)
            parameters = _parameters(following)
        raise errors.too_large()


def _parameters(link: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(link).query, keep_blank_values=True)
    except ValueError as exc:
        raise errors.not_understood() from exc


def _since(field: str, since: str) -> list[tuple[str, str]]:
    return [("ordering", f"-{field}"), *([(f"{field}_since", since)] if since else [])]


def _without(*fields: str) -> list[tuple[str, str]]:
    return [("exclude", field) for field in fields]


def _quoted(part: str) -> str:
    """Return a part of an address in which nothing leads to another part."""
    return quote(part, safe="").replace(".", "%2E")


def _read(answer: RawAnswer) -> RawAnswer:
    if answer.status != 200:
        raise errors.rejected(answer.status)
    return answer


def _done(answer: RawAnswer) -> None:
    if answer.status not in (200, 201):
        raise errors.rejected(answer.status)


def _answer(answer: RawAnswer) -> PretixAnswer:
    is_done = answer.status in (200, 201)
    if is_done and not isinstance(answer.body, dict):
        raise errors.not_understood()
    body = answer.body if isinstance(answer.body, dict) else {}
    return PretixAnswer(is_done, body, "" if is_done else refusal_words(answer.body))
