# SPDX-License-Identifier: GPL-3.0-or-later
"""What the event file holds as JSON, read back. Only damage makes it anything but what was written."""

import json
from collections.abc import Mapping
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.entries import readable_body
from checkin.core.history import attendee_from_body
from checkin.storage.connection import translated_decoding_errors


def stored_body(text: str) -> Mapping[str, Any]:
    """Return the body of an entry, {} where it says nothing. Raises `StorageError` for a text that is no JSON."""
    with translated_decoding_errors():
        return readable_body(text)


def stored_attendee(attendee_id: str, text: str) -> Attendee:
    """Return the person of a row of the table of people. Raises `StorageError` for a row that is damaged."""
    with translated_decoding_errors():
        body = json.loads(text)
        if not isinstance(body, dict):
            raise TypeError(type(body))
    return attendee_from_body(attendee_id, body)


def stored_setting(text: str) -> Any:
    """Of a row of the settings of this computer; None, as for one that was never made, where it cannot be read."""
    try:
        return json.loads(text)
    except ValueError:
        return None
