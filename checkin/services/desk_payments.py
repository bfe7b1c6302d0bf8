# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments noted at a desk, and what was noted at all desks."""

from collections.abc import Iterable
from dataclasses import replace

from checkin.core.admission import decide
from checkin.core.answer import Answer
from checkin.core.decision import Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.payments import (
    CENTS,
    MEANS,
    Payment,
    PaymentMeans,
    amount_text,
    can_be_paid,
    parse_cents,
    read_payment,
)
from checkin.services.admission_service import AdmissionService, Case
from checkin.services.event_file import EventFile


class Payments:
    """The payments noted at one desk. Each is an entry of its own; from then on the registration is confirmed."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def receive(self, people: Iterable[str], means: PaymentMeans) -> list[Payment]:
        """Note that these people paid, all of it or nothing; return the payments of those who still had to pay."""
        with self._event.transaction():
            noted = [entry for person in people if (entry := self.note(person, means))]
        return [payment for payment in map(read_payment, noted) if payment]

    def note(self, person: str, means: PaymentMeans) -> Entry | None:
        """Note that a person paid, inside the transaction of another operation; None if nothing is due from them any
        more.
        """
        attendee = self._event.journal.history(person).attendee
        if attendee is None or not can_be_paid(attendee):
            return None
        cents = parse_cents(amount_text(attendee))
        body: dict[str, object] = {MEANS: means.value} | ({CENTS: cents} if cents else {})
        return self._admission.append(EntryKind.PAYMENT_RECEIVED, attendee.id, body)

    def admit(self, case: Case, paid: Entry | None, means: PaymentMeans) -> Answer:
        """Decide about a person who has just paid, inside the transaction in which the payment was noted. Undoing the
        arrival also undoes the payment.
        """
        decision = decide(case.token, case.history, case.place)
        with_it = {"together": [paid.id.hex()]} if paid and decision.verdict is Verdict.ADMIT else {}
        return replace(self._admission.record(case, decision, with_it), paid=means if paid else None)


def read_payments(event: EventFile) -> list[Payment]:
    """Return the payments that count, in the order they were noted."""
    entries = event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])
    undone = event.journal.undone({entry.subject for entry in entries}) if entries else set()
    found = map(read_payment, (entry for entry in entries if entry.id.hex() not in undone))
    return [payment for payment in found if payment]
