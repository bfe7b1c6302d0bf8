# SPDX-License-Identifier: GPL-3.0-or-later
"""Subject and text of the message with a ticket: the default ones, their fields, and what may not stand in them.
Pure.
"""

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from checkin.core.badges.badge_fields import fill_fields
from checkin.core.errors import UserError
from checkin.core.lists.cell_text import one_line, printable
from checkin.core.message import Message

TICKETS = "tickets"
"""The field with the names on the tickets of a message, beside those of a ticket."""

LONGEST_SUBJECT, LONGEST_TEXT = 200, 6 * 1024
"""Letters of a subject, and bytes of a text, as the organiser writes them."""

LONGEST_LINE = 200
"""Letters of a subject once its fields are filled; the rest is cut."""

DEFAULT_SUBJECT = Message("mail", "Your ticket, {{first_name}} {{last_name}}: {{event}}")
DEFAULT_SUBJECT_FOR_SEVERAL = Message("mail", "Your tickets: {{event}}")
DEFAULT_TEXT = Message(
    "mail",
    "Hello {{first_name}},\n\nHere is your ticket for {{event}}. Please have it with you at the entrance, on your "
    "phone or printed.\n\n{{date}}\n{{hours}}\n{{place}}\n\n{{booked}}\n\n{{notes}}\n\nSee you soon!\n{{organiser}}",
)
DEFAULT_TEXT_FOR_SEVERAL = Message(
    "mail",
    "Hello,\n\nHere are the tickets for {{event}}: {{tickets}}. Each person shows their own at the entrance, on a "
    "phone or printed.\n\n{{date}}\n{{hours}}\n{{place}}\n\n{{notes}}\n\nSee you soon!\n{{organiser}}",
)
"""The default words, with doubled braces: what `translate` leaves is a field."""

_FIELD = re.compile(r"\{([^{}\n]+)\}")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and text with fields in braces, in one language."""

    subject: str
    text: str


def check_mail_text(words: MailText, known: Collection[str]) -> None:
    """Raise `UserError` for a subject or text that is too long, empty, or has a field that is not in `known`, which
    includes `TICKETS`.
    """
    if len(words.subject) > LONGEST_SUBJECT or len(words.text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise UserError(_TOO_LONG, subject=LONGEST_SUBJECT, text=LONGEST_TEXT // 1024)
    if not words.subject.strip() or not words.text.strip():
        raise UserError(_EMPTY)
    used = dict.fromkeys(_FIELD.findall(f"{words.subject}\n{words.text}"))
    unknown = next((field for field in used if field not in known), None)
    if unknown is not None:
        raise UserError(_UNKNOWN_FIELD, field=f"{{{unknown}}}", known=", ".join(f"{{{name}}}" for name in known))


def filled_mail_text(words: MailText, values: Mapping[str, str], tickets: Collection[str]) -> MailText:
    """Return the words with their fields filled, `tickets` being the names on the tickets of the message.

    A value cannot bring a line into the subject nor another field into either: what it holds is text.
    """
    filled = {**values, TICKETS: ", ".join(tickets)}
    of_one_line = {name: one_line(value) for name, value in filled.items()}
    subject = one_line(fill_fields(one_line(words.subject), of_one_line, is_prose=True))
    text = "\n".join(map(printable, fill_fields(words.text, filled, is_prose=True).splitlines()))
    return MailText(subject[:LONGEST_LINE], re.sub(r"\n{3,}", "\n\n", text).strip())


def text_as_html(text: str) -> str:
    """Return a plain text as paragraphs of HTML: every letter of it is shown as it is, and web addresses are links."""
    return "\n".join(f"<p>{_paragraph(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _paragraph(text: str) -> str:
    parts, end = [], 0
    for link in _LINK.finditer(text):
        address = html.escape(link[0])
        parts += [html.escape(text[end : link.start()]), f'<a href="{address}">{address}</a>']
        end = link.end()
    return "".join([*parts, html.escape(text[end:])]).replace("\n", "<br>\n")


_TOO_LONG = Message(
    "mail",
    "The message is too long: a subject has {subject} letters at most, a text {text} KB. Nothing was sent; shorten it, "
    "or put the rest on a web page and give its address.",
)
_EMPTY = Message("mail", "A message needs a subject and a text. Nothing was sent.")
_UNKNOWN_FIELD = Message(
    "mail", "There is no field “{field}”. Nothing was sent; correct it in the message. There are: {known}."
)
