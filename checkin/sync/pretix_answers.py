# SPDX-License-Identifier: GPL-3.0-or-later
"""What pretix is asked and what it answers, as values. Their `body` is pretix's own JSON, unchanged. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checkin.sync.pretix_errors import not_understood

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
        return _text(self.body, "reason") or ("incomplete" if self.body.get("status") == "incomplete" else "")

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
        told = [each for key in ("reason_explanation", "detail") if (each := _text(body, key))]
        # The answer to a scan holds the whole ticket too, whose name and answers explain nothing.
        others = [] if "status" in body else _each_word(body.values())
        return "; ".join(told[:1] or others)[:MOST_WORDS]
    return "; ".join(_each_word(body))[:MOST_WORDS] if isinstance(body, list) else ""


def _each_word(values: Any) -> list[str]:
    return [words for value in values if isinstance(value, str | list | dict) and (words := refusal_words(value))]


def _kind(is_exit: bool) -> str:
    return "exit" if is_exit else "entry"


def _text(body: Json, key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Sequence[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
