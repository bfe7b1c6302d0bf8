# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments in words: by which means, and how much where it is known."""

from PySide6.QtCore import QLocale

from checkin.core.attendee import Attendee
from checkin.core.payments import MEANS_NAMES, PaymentMeans, amount_text, parse_cents, written_amount
from checkin.translation import translate


def means_text(means: str) -> str:
    """Return the name of a means of payment; the word itself for one of a newer version."""
    return translate(MEANS_NAMES[PaymentMeans(means)]) if means in set(PaymentMeans) else means


def amount_shown(cents: int) -> str:
    """Return an amount as people write it, "" for an unknown one."""
    return written_amount(cents, QLocale().decimalPoint())


def paid_amount(person: Attendee | None, cents: int) -> str:
    """Return an amount that a person paid: as their list writes it, with the currency, if it is that amount."""
    listed = amount_text(person) if person else ""
    return listed if listed and parse_cents(listed) == cents else amount_shown(cents)


def payment_text(means: str, cents: int) -> str:
    """Return a payment in one phrase: “cash, 45.00”."""
    return ", ".join(filter(None, (means_text(means), amount_shown(cents))))
