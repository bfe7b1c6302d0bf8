# SPDX-License-Identifier: GPL-3.0-or-later
"""QR codes as pictures: one for a screen, all as files for a mailing."""

from dataclasses import dataclass
from pathlib import Path

from checkin.core.attendee import OFF_STATUSES, Attendee, Status
from checkin.core.errors import UserError
from checkin.core.lists.payer_email import payer_email
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message, Translate, list_names
from checkin.core.privacy.anonymisation import is_anonymous
from checkin.documents.code_images import file_stems, qr_matrix, write_code_images
from checkin.documents.table_writer import OutputColumn, write_table
from checkin.services.event_file import EventFile


def code_modules(code: str) -> list[list[bool]]:
    """Return the QR code of a ticket: rows of modules with the quiet zone, True for black."""
    return qr_matrix(code)


MOST_NAMED = 5
"""People without an address who are named; of more only the number is shown."""


@dataclass(frozen=True, slots=True)
class CodesWritten:
    """The result of a code export.

    `without_code` people are cancelled or blocked; `by_payer` have no address of their own but their payer's;
    `without_address` are the names of people with neither; `pending` people have a code and are still to be approved.
    """

    count: int
    without_code: int = 0
    by_payer: int = 0
    without_address: tuple[str, ...] = ()
    pending: int = 0


def export_codes(
    event: EventFile, folder: Path, translate: Translate, report: ReportProgress = ignore_progress
) -> CodesWritten:
    """Write the codes as PNG and SVG, named by the code alone, and `codes.csv` for a mail merge.

    Cancelled, blocked and replaced people get none. Raises `UserError` if everyone was purged.
    """
    everyone = [attendee for attendee, _ in event.attendees.all()]
    known = [attendee for attendee in everyone if not is_anonymous(attendee.id)]
    if everyone and not known:
        raise UserError(_FORGOTTEN)
    people = [attendee for attendee in known if attendee.status not in OFF_STATUSES]
    stems = file_stems([a.ticket_code for a in people])
    count = write_code_images(folder, zip((a.ticket_code for a in people), stems, strict=True), report=report)
    payers = [payer_email(a.custom) for a in people]
    rows = [_row(*each) for each in zip(people, stems, payers, strict=True)]
    width = len(_TITLES) if any(payers) else len(_TITLES) - 1
    write_table(
        folder / "codes.csv", [OutputColumn(translate(t)) for t in _TITLES[:width]], [r[:width] for r in rows], "codes"
    )
    by_payer = sum(bool(payer) and not a.email for a, payer in zip(people, payers, strict=True))
    lost = [a for a, payer in zip(people, payers, strict=True) if not (payer or a.email)]
    lost = lost if len(lost) < len(people) else []  # a list without any address is not meant for a mailing
    pending = sum(a.status is Status.PENDING for a in people)
    return CodesWritten(count, len(known) - len(people), by_payer, tuple(a.name for a in lost), pending)


def codes_sentence(done: CodesWritten, folder: str, translate: Translate) -> str:
    """Return the sentence shown after the codes are written."""
    lines = [translate(_WRITTEN, count=done.count, folder=folder)]
    lines += [translate(_PENDING, count=done.pending)] if done.pending else []
    lines += [translate(_WITHOUT_CODE, count=done.without_code)] if done.without_code else []
    lines += [translate(_BY_PAYER, count=done.by_payer, column=translate(_SEND_TO))] if done.by_payer else []
    if lost := done.without_address:
        lines.append(translate(_NO_ADDRESS, count=len(lost), names=list_names(lost, MOST_NAMED, translate)))
    return " ".join(lines)


def _row(person: Attendee, stem: str, payer: str) -> list[str]:
    email = person.email
    return [person.first_name, person.last_name, email, person.ticket_code, f"{stem}.png", email or payer]


_SEND_TO = Message("export", "Send to")
_TITLES = (
    Message("export", "First name"),
    Message("export", "Last name"),
    Message("export", "E-mail"),
    Message("export", "Code"),
    Message("export", "Image"),
    _SEND_TO,
)
_WRITTEN = Message("file", "{count} {count:code|codes} written to “{folder}”.")
_PENDING = Message("export", "{count} of them for people awaiting approval.")
_WITHOUT_CODE = Message("export", "None for {count} {count:person|people}, cancelled or blocked.")
_BY_PAYER = Message(
    "export",
    "{count} to the address of whoever paid, in codes.csv under “{column}”.",
)
_NO_ADDRESS = Message("export", "{count} without any address: {names}.")
_FORGOTTEN = Message("export", "This event’s personal data was erased, codes included. Nothing was written.")
