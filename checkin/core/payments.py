# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments noted at a desk: by which means, what the list says is due, and their sums. A list of settlements, no
till. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import Attendee, Status
from checkin.core.entries import Entry, EntryKind
from checkin.core.message import Message
from checkin.core.text_folding import fold_text, words_in

MEANS, CENTS = "means", "cents"
"""The keys of a body with the means of payment, and with the amount in hundredths where the list says one."""


class PaymentMeans(StrEnum):
    """How somebody paid. The values are stored."""

    CASH = "cash"
    CHEQUE = "cheque"
    CARD = "card"
    TRANSFER = "transfer"


MEANS_NAMES: dict[str, Message] = {
    PaymentMeans.CASH: Message("payment", "cash"),
    PaymentMeans.CHEQUE: Message("payment", "cheque"),
    PaymentMeans.CARD: Message("payment", "card"),
    PaymentMeans.TRANSFER: Message("payment", "transfer"),
}

_DUE_TITLES = (
    *("reste a payer", "reste du", "solde", "solde a payer", "montant du", "amount due", "balance", "a payer"),
    *("montant a payer", "montant a regler", "total a payer", "due", "montant", "montant total", "montant tarif"),
    *(
        "amount",
        "total",
        "montant du billet",
        "prix",
        "prix du billet",
        "ticket price",
        "total price",
        "price",
        "tarif",
    ),
    *("fee", "frais"),
)
"""The titles, as `_bare_title` has them, of columns that say what is to be paid; the first that is filled with a figure
counts.
"""
_BESIDE = frozenset(
    ["en", "in", "eur", "euro", "euros", "usd", "gbp", "chf", "ttc", "de", "d", "l", "inscription", "registration"]
)
"""Words of a title that say nothing of which amount is meant: "Montant TTC de l’inscription (€)"."""

_AMOUNT = re.compile(
    r"(?:[A-Za-z]{1,3}|[€$£])?\s*([0-9]{1,3}(?:[\s.,'’][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,2}))?\s*(?:[A-Za-z]{1,5}|[€$£])?"
)
"""A currency, thousands with any mark between them, hundredths, a currency."""

_CURRENCY, _NAMED = re.compile(r"[€$£]|\b(?:euros?|eur|usd|gbp|chf)\b", re.IGNORECASE), re.compile(r"[^\W\d_]|[€$£]")
_SIGNS = {"euro": "€", "euros": "€", "eur": "€", "usd": "$", "gbp": "£", "chf": "CHF"}


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment that counts. `cents` is 0 where the list said no amount, `means` perhaps of a newer version."""

    person: str
    means: str
    cents: int
    desk: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentSum:
    """The payments at one desk by one means: how many, and the sum of the amounts that are known."""

    desk: str
    means: str
    count: int
    cents: int


def can_be_paid(attendee: Attendee | None) -> bool:
    """Whether a desk notes the payment of a person; what a ticketing sold is paid there."""
    return attendee is not None and attendee.status is Status.UNPAID and not attendee.position


def amount_text(attendee: Attendee) -> str:
    """Return what is to be paid as the list writes it (“45 €”), with the currency of the column's title (“Prix (€)”)
    where the cell names none; "" where it says no amount.
    """
    title, amount = due_column(attendee)
    if not parse_cents(amount):
        return ""
    currency = _CURRENCY.search(title)
    if currency is None or _NAMED.search(amount):
        return amount
    return f"{amount} {_SIGNS.get(currency[0].lower(), currency[0])}"


def due_column(attendee: Attendee) -> tuple[str, str]:
    """Return the title of the person's column that says what is to be paid, and its text; "" for none."""
    columns = {_bare_title(title): (title, " ".join(text.split())) for title, text in attendee.custom.items() if text}
    found = (columns[title] for title in _DUE_TITLES if title in columns)
    return next(((title, text) for title, text in found if any(map(str.isdigit, text))), ("", ""))


def currency_of(people: Iterable[Attendee]) -> str:
    """Return the currency of what is to be paid by these people; "" where their list names none, or several."""
    named = {found[0].lower() for person in people if (found := _CURRENCY.search(amount_text(person)))}
    signs = {_SIGNS.get(each, each) for each in named}
    return signs.pop() if len(signs) == 1 else ""


def names_amount(title: str) -> bool:
    """Whether a column says what is to be paid."""
    return _bare_title(title) in _DUE_TITLES


def _bare_title(title: str) -> str:
    return " ".join(word for word in words_in(title) if word not in _BESIDE)


def parse_cents(text: str) -> int:
    """Return the amount in hundredths; 0 for a text that is none, or nothing to pay."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return 0
    whole, part = re.sub("[^0-9]", "", found[1]), found[2] or ""
    return int(whole[:9]) * 100 + int(part.ljust(2, "0") or 0)


def written_amount(cents: int, point: str = ",") -> str:
    """Return an amount as the lists of payments write it, "" for an unknown one: 4500 is “45,00”."""
    return f"{cents // 100}{point}{cents % 100:02}" if cents else ""


def in_units(cents: int) -> float | None:
    """Return an amount as a number of a workbook, None for an unknown one."""
    return cents / 100 if cents else None


def read_payment(entry: Entry) -> Payment | None:
    """Return the payment that an entry notes; None for another entry."""
    means, cents = entry.body.get(MEANS), entry.body.get(CENTS)
    if entry.kind != EntryKind.PAYMENT_RECEIVED or not isinstance(means, str):
        return None
    known = cents if isinstance(cents, int) and not isinstance(cents, bool) and cents > 0 else 0
    return Payment(entry.subject, means, known, entry.desk, entry.at)


def sum_payments(payments: Iterable[Payment]) -> list[PaymentSum]:
    """Return the sums by desk and means: desks by name, the means in their usual order."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for payment in payments:
        key = (payment.desk, payment.means)
        count, cents = found.get(key, (0, 0))
        found[key] = (count + 1, cents + payment.cents)
    known = [*PaymentMeans]

    def order(key: tuple[str, str]) -> tuple[str, int, str]:
        desk, means = key
        return fold_text(desk), known.index(PaymentMeans(means)) if means in known else len(known), means

    return [PaymentSum(*key, *found[key]) for key in sorted(found, key=order)]
