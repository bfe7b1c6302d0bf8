# SPDX-License-Identifier: GPL-3.0-or-later
"""What an event says on its tickets and in the messages that carry them. Kept as journal entries. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from checkin.core.entries import Entry, EntryKind, NewEntry, body_text
from checkin.core.json_values import with_defaults
from checkin.core.message import LANGUAGES, Message, UserError

Words = Mapping[str, str]
"""A text by the code of its language. A language that is missing has the default text."""

NO_WORDS: Words = MappingProxyType({})


class TicketLayout(StrEnum):
    """The paper of a ticket: a sheet to print, or a page as large as the screen of a phone."""

    A4 = "a4"
    PHONE = "phone"


class MessageGrouping(StrEnum):
    """Whose tickets go into one message: one person's, those of an order, or those of an address."""

    EACH = "each"
    ORDER = "order"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class TicketSettings:
    """The settings of an event's tickets. `notes` are practical notes on each ticket; `subject` and `text` are those of
    the message.
    """

    notes: Words = field(default_factory=lambda: NO_WORDS)
    subject: Words = field(default_factory=lambda: NO_WORDS)
    text: Words = field(default_factory=lambda: NO_WORDS)
    layout: TicketLayout = TicketLayout.A4
    grouping: MessageGrouping = MessageGrouping.EACH


_TEXTS = {"notes": "notes", "subject": "mail_subject", "text": "mail_text"}
"""The keys of a body, by field: the subject of an entry is another thing."""


def ticket_settings_entry(settings: TicketSettings) -> NewEntry:
    """Return the entry that keeps the settings. Raises `UserError` for texts that are too long for one."""
    body: dict[str, object] = {"layout": settings.layout, "grouping": settings.grouping}
    for name, key in _TEXTS.items():
        words: Words = getattr(settings, name)
        if kept := {language: words[language].strip() for language in LANGUAGES if words.get(language, "").strip()}:
            body[key] = kept
    try:
        body_text(body)
    except UserError as exc:
        raise UserError(_TOO_LONG) from exc
    return EntryKind.TICKETS_DESCRIBED, "", body


def fold_ticket_settings(entries: Iterable[Entry]) -> TicketSettings:
    """Return the settings of the newest of these entries, in id order; what this version does not know has its
    default.
    """
    newest = None
    for entry in entries:
        newest = entry if entry.kind == EntryKind.TICKETS_DESCRIBED else newest
    if newest is None:
        return TicketSettings()
    texts: dict[str, Any] = {name: _words(newest.body.get(key)) for name, key in _TEXTS.items()}
    return replace(with_defaults(TicketSettings, newest.body), **texts)


def _words(value: object) -> Words:
    kept = value if isinstance(value, dict) else {}
    return MappingProxyType({str(language): text for language, text in kept.items() if isinstance(text, str)})


_TOO_LONG = Message(
    "tickets",
    "The texts of the tickets are too long: together they may have about 7,000 letters. Nothing was saved; "
    "shorten them, and put a link where more is to be read.",
)
