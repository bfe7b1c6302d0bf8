# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of an attendee's fields and of the states in them, as shown to users."""

from checkin.core.message import Message

FIELD_NAMES = {
    "first_name": Message("export", "First name"),
    "last_name": Message("export", "Last name"),
    "full_name": Message("field", "Full name"),
    "organisation": Message("export", "Organisation"),
    "role": Message("export", "Role"),
    "email": Message("export", "E-mail"),
    "phone": Message("field", "Phone"),
    "category": Message("export", "Category"),
    "ticket_code": Message("export", "Code"),
    "status": Message("export", "Registration status"),
    "presence": Message("export", "On site or online"),
    "sessions": Message("field", "Sessions"),
    "note": Message("field", "Note"),
    "places": Message("field", "People"),
    "order": Message("field", "Order number"),
    "days": Message("field", "Days they come"),
}

STATE_NAMES = {
    "confirmed": Message("export", "confirmed"),
    "pending": Message("export", "to be approved"),
    "unpaid": Message("export", "to be paid"),
    "cancelled": Message("export", "cancelled"),
    "blocked": Message("export", "blocked"),
    "on_site": Message("export", "on site"),
    "remote": Message("export", "online"),
    "both": Message("export", "on site and online"),
}
"""Names of the values of `status` and `presence`."""

OVERRIDDEN_NAMES = {
    "not_heard_of": Message("export", "code not known yet"),
    "not_registered": Message("export", "not registered"),
    "exit_without_entry": Message("export", "no entry recorded"),
    "already_arrived": Message("export", "already here"),
    "code_replaced": Message("export", "badge replaced"),
    "too_early": Message("export", "too early"),
    "too_late": Message("export", "too late"),
    "no_access": Message("export", "no access here"),
    "full": Message("export", "full"),
    "room_full": Message("export", "room full"),
    "no_return": Message("export", "left for good"),
    "several_addons": Message("export", "several bookings"),
    "not_valid_now": Message("export", "ticket not valid now"),
    "ticket_rule": Message("export", "against a rule of the ticketing"),
    "undecided": Message("export", "could not be decided here"),
}
"""Names of the reasons in spite of which somebody was let in, beside states of their registration."""
