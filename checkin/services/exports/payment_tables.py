# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheets of payments noted at the desks: their sums by desk and means, and each one."""

from checkin.core.message import Message, Translate
from checkin.core.payments import MEANS_NAMES, Payment, in_units, sum_payments
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.export_source import ExportSource


def payment_tables(source: ExportSource, translate: Translate) -> list[OutputTable]:
    """Return both sheets; none where no payment was noted."""
    if not source.payments:
        return []
    words = {str(means): translate(name) for means, name in MEANS_NAMES.items()}
    desk = OutputColumn(translate(Message("export", "Desk")), width=14)
    means = OutputColumn(translate(_MEANS), width=14)
    amount = OutputColumn(translate(_AMOUNT), "number", 12)
    sums = [
        (each.desk, words.get(each.means, each.means), each.count, in_units(each.cents))
        for each in sum_payments(source.payments)
    ]
    counted = OutputTable(
        translate(_BY_DESK), [desk, means, OutputColumn(translate(_COUNT), "number", 12), amount], sums, len(sums)
    )
    people = {person.id: person.attendee for person in source.people}

    def row(payment: Payment) -> tuple[object, ...]:
        person = people.get(payment.person)
        name, code = (person.name, person.ticket_code) if person else ("", "")
        at = source.hall_time(payment.at)
        return at, payment.desk, name, code, words.get(payment.means, payment.means), in_units(payment.cents)

    columns = [
        OutputColumn(translate(Message("export", "Time written")), "datetime", 19),
        desk,
        OutputColumn(translate(Message("export", "Who")), width=28),
        OutputColumn(translate(Message("export", "Code")), width=24),
        means,
        amount,
    ]
    each = OutputTable(translate(_PAYMENTS), columns, [row(each) for each in source.payments], len(source.payments))
    return [counted, each]


_BY_DESK, _PAYMENTS = Message("export", "Payments by desk"), Message("export", "Payments")
_MEANS, _COUNT = Message("export", "Paid by"), Message("export", "Number of payments")
_AMOUNT = Message("export", "Amount paid")
