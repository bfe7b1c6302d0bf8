# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a list, and the fields that its columns can hold. Values only."""

from enum import StrEnum
from typing import NamedTuple


class ListRow(NamedTuple):
    """A row of a list. `number` is the one a spreadsheet shows (the first row is 1)."""

    number: int
    cells: tuple[str, ...]


class ListField(StrEnum):
    """A field that a column can hold. A column that is none of these is kept under its own header."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    ORGANISATION = "organisation"
    ROLE = "role"
    EMAIL = "email"
    PHONE = "phone"
    CATEGORY = "category"
    TICKET_CODE = "ticket_code"
    STATUS = "status"
    PRESENCE = "presence"
    SESSIONS = "sessions"
    PLACES = "places"
    ORDER = "order"
    DAYS = "days"
    NOTE = "note"


class CompanionHandling(StrEnum):
    """What becomes of the people whom somebody of a list brings along: kept as information, counted, or people."""

    KEEP = "keep"
    NUMBER = "number"
    PEOPLE = "people"


class AnswerHandling(StrEnum):
    """What becomes of the earlier answers of people who answered a form again: every answer is a person, or the latest
    counts alone.
    """

    ALL = "all"
    LATEST = "latest"


NAMES = frozenset({ListField.FIRST_NAME, ListField.LAST_NAME, ListField.FULL_NAME})
SEVERAL = frozenset({ListField.STATUS, ListField.PRESENCE, ListField.SESSIONS, ListField.NOTE, ListField.DAYS})
"""The fields that more than one column may feed."""

WHOLE_NAME = ("first_name", "last_name")
"""The fields of an attendee that a column of whole names fills."""

HEADER_WITHIN = 30
"""The rows in which a header is searched. Titles, logos and merged bands stand above it, never a page of them."""


class ColumnReason(StrEnum):
    """Why a column was taken for what it holds: its title, its contents, both; names swapped under their titles; the
    export it is from; an earlier list with these titles; the user.
    """

    TITLE = "title"
    CONTENTS = "contents"
    BOTH = "both"
    SWAPPED = "swapped"
    SOURCE = "source"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
