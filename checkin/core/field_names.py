# SPDX-License-Identifier: GPL-3.0-or-later
"""How the fields of a person, and the words some of them hold, are called for people."""

from checkin.core.words import Words

FIELD_NAMES = {
    "first_name": Words("export", "First name"),
    "last_name": Words("export", "Last name"),
    "full_name": Words("field", "Full name"),
    "organisation": Words("export", "Organisation"),
    "role": Words("export", "Role"),
    "email": Words("export", "E-mail"),
    "phone": Words("field", "Phone"),
    "category": Words("export", "Category"),
    "ticket_code": Words("export", "Code"),
    "status": Words("export", "Registration status"),
    "presence": Words("export", "On site or remote"),
    "sessions": Words("field", "Sessions"),
    "note": Words("field", "Note"),
    "places": Words("field", "People"),
}

STATE_NAMES = {
    "confirmed": Words("export", "confirmed"),
    "pending": Words("export", "to be approved"),
    "unpaid": Words("export", "unpaid"),
    "cancelled": Words("export", "cancelled"),
    "blocked": Words("export", "blocked"),
    "on_site": Words("export", "on site"),
    "remote": Words("export", "remote"),
    "both": Words("export", "on site and remote"),
}
"""Of `status` and `presence`."""
