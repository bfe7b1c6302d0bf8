# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers of a ticketing server and of the desk to the same scans, side by side."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from checkin.core.ticketing.position import (
    Judgement,
    Position,
    SignedTicket,
    TicketPassage,
    TicketScan,
    order_bodies,
    read_signed_ticket,
)
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.rule_explanations import TicketReason
from checkin.core.ticketing.ticket_rules import CheckInList, judge
from checkin.core.ticketing.ticketing import Product, Ticketing

Json = dict[str, Any]


@dataclass(frozen=True)
class AskedScan:
    """A scan that both are asked about. `sees_gate`: the desk knows at which gate its device is."""

    secret: str
    list_id: int
    moment: datetime
    is_exit: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)
    ignore_unpaid: bool = False
    sees_gate: bool = True


class PulledTicketing:
    """All that a desk knows of an event of the server, read through the API as JSON and kept as entries keep it."""

    def __init__(self, device: httpx.Client, organizer: str, event: str) -> None:
        self._device = device
        self._organizer = f"organizers/{organizer}/"
        self._event = f"{self._organizer}events/{event}/"
        answer = device.get(self._event).json()
        plain = Ticketing.from_body(Ticketing.from_event(str(device.base_url), organizer, answer).body())
        questions = [Question.from_body(Question.from_body(found).body()) for found in self._all("questions/")]
        products = [Product.from_body(Product.from_body(found).body()) for found in self._all("items/")]
        self.ticketing = _with(plain, products, questions)
        lists = [CheckInList.from_body(CheckInList.from_body(found).body()) for found in self._all("checkinlists/")]
        self.lists = {found.id: found for found in lists}
        self.revoked = {found["secret"] for found in self._all("revokedsecrets/")}
        self.blocked = {found["secret"] for found in self._all("blockedsecrets/") if found["blocked"]}
        self.gate = (device.get("device/info").json()["device"]["gate"] or {"id": 0})["id"]
        self.pull_orders()

    def pull_orders(self) -> None:
        """Read all orders anew, with their passages."""
        self.positions: dict[str, Position] = {}
        self.passages: list[tuple[int, TicketPassage]] = []
        for order in self._all("orders/?testmode=false"):
            for _, body in order_bodies(order):
                position = Position.from_body(body)
                self.positions |= {each.secret: each for each in (position, *position.addons)}
            for found in order["positions"]:
                self.passages += [(each["list"], _passage(each, found["id"])) for each in found["checkins"]]

    def _all(self, path: str) -> Iterator[Json]:
        following: str | None = self._event + path
        while following:
            page = self._device.get(following).json()
            yield from page["results"]
            following = page["next"]

    def judge(self, asked: AskedScan, *, has_pulled: bool = True) -> Judgement:
        """Return the desk's answer; without `has_pulled` it knows only what the ticket itself says."""
        ticket: Position | SignedTicket | None = self.positions.get(asked.secret) if has_pulled else None
        signed = read_signed_ticket(asked.secret, self.ticketing.keys)
        scan = TicketScan(
            ticket or (None if has_pulled else signed),
            asked.moment,
            [passage for list_id, passage in self.passages if list_id == asked.list_id],
            asked.is_exit,
            self.gate if asked.sees_gate else None,
            asked.answers,
            asked.ignore_unpaid,
            is_revoked=asked.secret in self.revoked,
            is_blocked=asked.secret in self.blocked,
        )
        return judge(scan, self.lists[asked.list_id], self.ticketing)

    def ask(self, asked: AskedScan, **more: object) -> Json:
        """Return the server's answer; it stores nothing unless `more` says so."""
        body: Json = {
            "secret": asked.secret,
            "lists": [asked.list_id],
            "datetime": asked.moment.isoformat(),
            "type": "exit" if asked.is_exit else "entry",
            "answers": {str(question): answer for question, answer in asked.answers.items()},
            "ignore_unpaid": asked.ignore_unpaid,
            "simulate": True,
        }
        answer = self._device.post(f"{self._organizer}checkinrpc/redeem/", json={**body, **more})
        return {"status": "failure"} if answer.status_code == 500 else dict(answer.json())


def _with(ticketing: Ticketing, products: Iterable[Product], questions: Iterable[Question]) -> Ticketing:
    return replace(ticketing, products=tuple(products), questions=tuple(questions))


def _passage(found: Json, position: int) -> TicketPassage:
    return TicketPassage(datetime.fromisoformat(found["datetime"]), found["type"] == "exit", position)


SAME = "same"


@dataclass
class ComparisonTable:
    """How often both gave the same answer, and which differences there were, by their explanation ("" for none)."""

    kinds: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)

    def compare(self, pulled: PulledTicketing, asked: AskedScan, *, has_pulled: bool = True) -> None:
        """Ask both, and count the outcome."""
        theirs, ours = pulled.ask(asked), pulled.judge(asked, has_pulled=has_pulled)
        self.answers[their_reason(theirs) or "accepted"] += 1
        kind = difference(theirs, ours, is_pulled=has_pulled)
        self.kinds[kind] += 1
        if not kind:
            rules = pulled.lists[asked.list_id].rules
            self.unexplained.append(f"{asked}\n  server {theirs}\n  desk {ours}\n  rules {rules}")

    def report(self) -> str:
        """Return the table as text."""
        total = sum(self.kinds.values())
        rows = [f"{count:7} {kind or 'UNEXPLAINED'}" for kind, count in self.kinds.most_common()]
        answers = [f"{count:7} {reason}" for reason, count in self.answers.most_common()]
        head = f"{total:7} scans asked of both"
        return "\n".join((head, *rows, "", "  answers of the server", *answers, "", *self.unexplained[:20]))


def their_reason(answer: Json) -> str:
    """Return the reason of the server's answer, as the desk names it."""
    status = answer["status"]
    return "" if status == "ok" else str(answer["reason"]) if status == "error" else str(status)


def difference(theirs: Json, ours: Judgement, *, is_pulled: bool) -> str:
    """Return SAME, why the answers may differ, or "" for a difference that nothing explains."""
    reason = their_reason(theirs)
    if reason == "failure":
        return "the server failed where it explains its refusal" if ours.reason == TicketReason.RULES else ""
    if ours.is_undecided:
        kinds = sorted({explanation.words.text for explanation in ours.missing})
        return "undecided: " + "; ".join(kinds)
    if ours.reason != reason:
        return _explained(reason, ours, is_pulled=is_pulled)
    return SAME if not is_pulled or _details_agree(theirs, ours) else ""


def _explained(reason: str, ours: Judgement, *, is_pulled: bool) -> str:
    if ours.missing and reason in ("rules", "exchange", "incomplete"):
        return "refused by both, here by a later rule than one that cannot be known"
    if not is_pulled and reason in ("canceled", "unpaid", "unapproved"):
        return "not pulled: the state of the order is not in the signature"
    if not is_pulled and ours.reason == TicketReason.INCOMPLETE and reason in ("", "already_redeemed"):
        return "not pulled: that questions were answered is not in the signature"
    if not is_pulled and reason in ("already_redeemed", "rules"):
        return "not pulled: earlier passages"
    return ""


def _details_agree(theirs: Json, ours: Judgement) -> bool:
    """Whether both chose the same ticket, ask the same questions and show the same texts."""
    position = theirs.get("position")
    if position and ours.reason not in (TicketReason.REVOKED, TicketReason.INVALID):
        shown = (theirs["require_attention"], tuple(theirs["checkin_texts"]))
        if ours.position is None or position["id"] != ours.position.id or shown != (ours.attention, ours.texts):
            return False
    return [found["id"] for found in theirs.get("questions", ())] == [found.id for found in ours.questions]


MOMENTS = tuple(
    datetime.fromisoformat(f"2023-07-{at}+02:00")
    for at in (
        "03T10:00:00",
        "04T00:00:00",
        "04T07:59:59",
        "04T08:00:00",
        "04T09:30:15",
        "04T11:00:00",
        "04T12:00:00",
        "04T12:15:30",
        "04T15:45:00",
        "04T18:00:00",
        "04T18:20:00",
        "04T23:59:59",
        "05T09:30:00",
    )
)
"""Moments around the day of the seeded events and its limits."""


class ScanGenerator:
    """Random scans of what was pulled: each ticket at each list, at many moments, with and without answers."""

    def __init__(self, pulled: PulledTicketing, special: list[str], seed: int) -> None:
        self._pulled = pulled
        self._random = random.Random(seed)
        self._special = [
            *(special or list(pulled.positions)[:5]),
            *pulled.revoked,
            *pulled.blocked,
            "inconnu",
            "=gAOODYPXZA/7IPSTeyw",
        ]
        self._any = list(pulled.positions)

    def scans(self, count: int) -> Iterator[AskedScan]:
        """Yield `count` random scans."""
        for _ in range(count):
            yield self.scan(self._secret(), self._random.choice(list(self._pulled.lists)))

    def every_scan(self) -> Iterator[AskedScan]:
        """Yield a scan of each ticket at each list."""
        for secret in (*self._special, *self._any):
            for list_id in self._pulled.lists:
                yield self.scan(secret, list_id)

    def scan(self, secret: str, list_id: int) -> AskedScan:
        """Return a scan of this ticket at this list, at a random moment."""
        moment = self._random.choice(MOMENTS) + timedelta(minutes=self._random.choice((0, 0, 0, 7, 45)))
        chance = self._random.random
        return AskedScan(
            secret, list_id, moment, chance() < 0.15, self._answers(), chance() < 0.5, sees_gate=chance() < 0.9
        )

    def _secret(self) -> str:
        return self._random.choice(self._special if self._random.random() < 0.4 else self._any)

    def _answers(self) -> dict[int, str]:
        if self._random.random() < 0.3:
            return {}
        pick = self._random.choice
        return {question.id: pick(_ANSWERS[question.type]) for question in self._pulled.ticketing.questions}

    def add_passages(self, count: int) -> None:
        """Let random tickets come and go in truth, whatever the rules say, and read the orders anew.

        No two of them are at the same instant: which one is the last then, the server leaves to its database.
        """
        for number in range(count):
            scan = self.scan(self._secret(), self._random.choice(list(self._pulled.lists)))
            scan = replace(scan, answers={}, moment=scan.moment + timedelta(milliseconds=number + 1))
            answer = self._pulled.ask(scan, simulate=False, force=True, nonce=f"passage-{number}")
            assert answer["status"] == "ok" or answer["reason"] in ("invalid", "ambiguous", "rules"), answer
        self._pulled.pull_orders()


_ANSWERS = {
    "C": ("", "AUCUN", "VEGE", "1", "pas une option"),
    "B": ("true", "True", "false", ""),
    "N": ("18", "17", "20.5", " 21 ", "abc", ""),
    "D": ("2000-01-31", "2024-12-31", "demain", ""),
    "S": ("court", "beaucoup trop long", ""),
    "M": ("A", "A,7", "A,A", "A,C", "", "B,7,A"),
}
"""Answers to questions by type, good and bad."""
