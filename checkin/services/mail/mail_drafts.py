# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages written to a folder instead of being sent: drafts for the organiser's mail program, tickets, and a table for
a mail merge. Nothing is noted as sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkin.core.attendee import Attendee
from checkin.core.errors import UserError
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_groups import MailGroups
from checkin.core.mail.mail_message import draft_bytes
from checkin.core.message import Message, Translate
from checkin.core.tickets.ticket_file_names import name_files_by_person
from checkin.documents.atomic_write import write_folder_atomically
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.documents.table_writer import csv_text
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_recipients import MailRecipients
from checkin.services.mail.ticket_messages import TicketMessages

MERGE_FILE = "mail-merge.csv"


@dataclass(frozen=True, slots=True)
class DraftsWritten:
    """The result of writing drafts: how many messages with how many tickets, and who has no message."""

    messages: int
    tickets: int
    without_address: Sequence[Attendee]
    with_bad_address: Sequence[Attendee]


def write_drafts(
    event: EventFile,
    folder: Path,
    account: MailAccount | None,
    translate: Translate,
    report: ReportProgress = ignore_progress,
) -> DraftsWritten:
    """Write a draft for each message, a PDF for each ticket, and `mail-merge.csv` with the absolute path of each PDF.

    All of it is written, or nothing if the disk fails or `report` raises. Raises `UserError` for words with a mistake,
    or if nobody gets a ticket.
    """
    recipients = MailRecipients(event)
    people = list(recipients.people.values())
    if not people:
        raise UserError(_NOBODY)
    messages = TicketMessages(recipients.maker, people)
    messages.check(people)
    writing = _Writing(recipients, messages, account, folder.absolute())
    write_folder_atomically(folder, writing.files(translate, report))
    groups = recipients.groups
    tickets = sum(len(group.people) for group in groups.groups)
    return DraftsWritten(len(groups.groups), tickets, groups.without_address, groups.with_bad_address)


def drafts_sentence(done: DraftsWritten, folder: str, translate: Translate) -> str:
    """Return the sentence shown after drafts are written."""
    return translate(_WRITTEN, count=done.messages, tickets=done.tickets, folder=folder)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is needed to write one folder of drafts. `folder` is absolute."""

    recipients: MailRecipients
    messages: TicketMessages
    account: MailAccount | None
    folder: Path

    def files(self, translate: Translate, report: ReportProgress) -> Iterator[tuple[str, bytes]]:
        groups: MailGroups = self.recipients.groups
        stems = name_files_by_person(list(self.recipients.people.values()))
        for done, group in enumerate(groups.groups):
            report(done, len(groups.groups))
            content = self.messages.content(group.address, group.people)
            yield f"{stems[group.people[0].id]}.eml", draft_bytes(content, self.account)
            yield from ((file.name, file.content) for file in content.files if file.kind == "application/pdf")
        yield MERGE_FILE, csv_text(OutputTable("mail", _columns(translate), self._rows(stems)))

    def _rows(self, stems: dict[str, str]) -> list[list[str]]:
        maker = self.recipients.maker
        rows = []
        for group in self.recipients.groups.groups:
            for person in group.people:
                values = maker.values(person)
                pdf = str(self.folder / f"{stems[person.id]}.pdf")
                rows.append([group.address, *(values[name].replace("\n", " ; ") for name in _FIELDS), pdf])
        return rows


_FIELDS = ("first_name", "last_name", "organisation", "category", "code", "event", "date", "hours", "place")


def _columns(translate: Translate) -> list[OutputColumn]:
    return [OutputColumn(translate(title)) for title in _TITLES]


_TITLES = (
    Message("mail", "Send to"),
    Message("mail", "First name"),
    Message("mail", "Last name"),
    Message("mail", "Organisation"),
    Message("mail", "Category"),
    Message("mail", "Code"),
    Message("mail", "Event"),
    Message("mail", "Date"),
    Message("mail", "Hours"),
    Message("mail", "Place"),
    Message("mail", "Ticket"),
)
_NOBODY = Message("mail", "Nobody would get a ticket. Nothing was written; check the list of attendees.")
_WRITTEN = Message(
    "mail",
    "{count} {count:draft|drafts} with {tickets} {tickets:ticket|tickets} written to “{folder}”. Nothing was sent.",
)
