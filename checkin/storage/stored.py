# SPDX-License-Identifier: GPL-3.0-or-later
"""What the event file holds as JSON, read back. Only damage makes it anything but what was written."""

import json
from typing import Any

from checkin.core.history import attendee_of
from checkin.core.model import Attendee
from checkin.storage.connection import reading_stored_text


def stored_body(text: str) -> dict[str, Any]:
    """Raises `StorageError` for a text that is no body."""
    with reading_stored_text():
        body = json.loads(text)
        if not isinstance(body, dict):
            raise TypeError(type(body))
    return body


def stored_attendee(attendee_id: str, text: str) -> Attendee:
    """Of a row of the table of people. Raises `StorageError` for a row that is damaged."""
    return attendee_of(attendee_id, stored_body(text))


def stored_setting(text: str) -> Any:
    """Of a row of the settings of this computer; None, as for one that was never made, where it cannot be read."""
    try:
        return json.loads(text)
    except ValueError:
        return None
