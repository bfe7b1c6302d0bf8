# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of JSON stored in the event file. Only a damaged file raises errors."""

import json
from collections.abc import Mapping
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.entries import readable_body
from checkin.core.history import attendee_from_body
from checkin.storage.connection import translated_decoding_errors


def stored_body(text: str) -> Mapping[str, Any]:
    """Return the body of an entry, {} for an empty one. Raises `StorageError` if the text is not JSON."""
    with translated_decoding_errors():
        return readable_body(text)


def stored_attendee(attendee_id: str, text: str) -> Attendee:
    """Return the person of a row of `attendees`. Raises `StorageError` if the row is damaged."""
    with translated_decoding_errors():
        body = json.loads(text)
        if not isinstance(body, dict):
            raise TypeError(type(body))
    return attendee_from_body(attendee_id, body)


def stored_setting(text: str) -> Any:
    """Return the value of a row of `settings`; None, as for a missing row, if it cannot be read."""
    try:
        return json.loads(text)
    except ValueError:
        return None
