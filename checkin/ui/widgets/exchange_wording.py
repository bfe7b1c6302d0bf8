# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about what a desk is connected to: other desks, the ticketing, printers."""

from datetime import datetime
from typing import NamedTuple

from checkin import __version__
from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.core.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob, is_folder
from checkin.core.sync.invitation import UsbDriveVisit
from checkin.core.sync.sealed_entry import NotTaken
from checkin.core.sync.sync_status import WRONG_CLOCK_S, OtherDesk, SyncStatus
from checkin.core.ticketing import ticketing_status
from checkin.core.ticketing.rule_explanations import TicketReason
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.print_threads import PrintService
from checkin.translation import clock_time, error_text, translate

_ALONE = Message("together", "This desk works alone. What it records stays on this computer.")
_BEFORE_PURGE = Message(
    "together",
    "Personal data was erased here; the drive {key}, last here on {day}, may still have it. Plug it in once more to "
    "erase it there.",
)
_NONE_SINCE = Message("together", "Everything saved here is on the drive {key}, which was here on {day} at {time}")
_ONE_SINCE = Message("together", "1 record saved here since the drive {key} was last here, on {day} at {time}")
_SAVED_SINCE_DRIVE = Message(
    "together", "{count} records saved here since the drive {key} was last here, on {day} at {time}"
)
_NOBODY = Message("together", "No other desk has been here yet.")
_ONE = Message("together", "1 other desk, heard from in the last {seconds} s")
_ALL = Message("together", "{count} other desks, all heard from in the last {seconds} s")
_ALL_CLOSED = Message("together", "No other desk is open now. Those that were sent everything before they closed.")
_SILENT = Message("together", "{name} silent for {minutes} min: its arrivals may be missing here")
_SILENT_HOURS = Message("together", "{name} silent for {hours} h: its arrivals may be missing here")
_CLOSED_SILENT = Message("together", "{name} closed at {time}, {count} not yet sent: its arrivals may be missing here")
_STRANGER = Message(
    "together", "1 file in the folder does not belong to this event or cannot be read; it is left alone"
)
_STRANGERS = Message(
    "together", "{count} files in the folder do not belong to this event or cannot be read; they are left alone"
)
_WAIT = Message("together", "{count} records saved here, not yet sent")
_AHEAD = Message("together", "This computer’s clock is {minutes} min ahead of the others")
_BEHIND = Message("together", "This computer’s clock is {minutes} min behind the others")
_OLDER = Message("together", "“{desk}” has version {version} of Checkin, which is newer: update this computer too")
_LEFT_OUT = {
    NotTaken.UNSEALED: Message(
        "together",
        "Another desk wanted to change the programme or the supervisors, or to erase personal data, without the PIN of "
        "a supervisor known here. Nothing was changed here; if it was meant, do it again there with the PIN.",
    ),
    NotTaken.TOO_MANY: Message(
        "together",
        "Another desk keeps recording the same person, more than a thousand times. The surplus does not count here, "
        "nor does what the other desks record about that person now: correct it at each desk.",
    ),
}
_DATED_AHEAD = Message(
    "together",
    "Records of “{desk}” are dated {time}, more than a day ahead of this computer’s clock: they do not count here yet. "
    "Correct the clock that is wrong.",
)
_CLOSED = Message("together", "closed at {time}")
_IS_AHEAD = Message("together", "its clock is {minutes} min ahead")
_IS_BEHIND = Message("together", "its clock is {minutes} min behind")
_MINUTES = Message("together", "{minutes} min ago")
_HOURS = Message("together", "{hours} h ago")


def sync_sentences(sync_status: SyncStatus) -> list[str]:
    """Return what the user should know, the gravest first; one reassuring sentence if all is well."""
    unerased = [unerased_drive_sentence(key) for key in sync_status.unerased_drives]
    if sync_status.is_alone:
        return unerased or [usb_drive_sentence(sync_status.usb_drive) if sync_status.usb_drive else translate(_ALONE)]
    sentence = [*unerased, *_gravest(sync_status), *map(same_name_sentence, sync_status.shared_names)]
    sentence += [_ahead_sentence(*sync_status.ahead)] if sync_status.ahead else []
    sentence += [translate(_LEFT_OUT[why]) for why in sync_status.left_out if why in _LEFT_OUT]
    sentence += [unsent_sentence(sync_status.waiting)] if sync_status.waiting else []
    sentence += (
        [own_clock_sentence(sync_status.offset)]
        if sync_status.offset and abs(sync_status.offset) > WRONG_CLOCK_S
        else []
    )
    newer = sync_status.newer_than(__version__)
    more = [newer_version_sentence(newer)] if newer else []
    more += [foreign_files_sentence(sync_status.strangers)] if sync_status.strangers else []
    return [*(sentence or [last_seen_sentence(sync_status)]), *more]


def _gravest(sync_status: SyncStatus) -> list[str]:
    """Return the errors; silent desks are listed only while some peer works, else they are not to blame."""
    errors = [error_text(m.error) for m in sync_status.peers if m.error]
    return (
        errors
        if len(errors) == len(sync_status.peers)
        else errors + [silent_desk_sentence(desk) for desk in sync_status.silent]
    )


def usb_drive_sentence(key: UsbDriveVisit) -> str:
    """Return the sentence for a desk that exchanges by USB drive only."""
    words = _NONE_SINCE if not key.since else _ONE_SINCE if key.since == 1 else _SAVED_SINCE_DRIVE
    return translate(words, count=key.since, key=key.name, day=f"{key.at:%d/%m}", time=clock_time(key.at))


def unerased_drive_sentence(key: UsbDriveVisit) -> str:
    """Return the sentence about a USB drive that still holds the people of a purge."""
    return translate(_BEFORE_PURGE, key=key.name, day=f"{key.at:%d/%m}")


def newer_version_sentence(newer: OtherDesk) -> str:
    """Return the sentence about another desk's newer program version."""
    return translate(_OLDER, desk=newer.name, version=newer.version)


def last_seen_sentence(sync_status: SyncStatus) -> str:
    count = len(sync_status.open_desks)
    if not count:
        return translate(_ALL_CLOSED if sync_status.desks else _NOBODY)
    return translate(_ONE if count == 1 else _ALL, count=count, seconds=sync_status.last_seen_within)


def silent_desk_sentence(desk: OtherDesk) -> str:
    """Return the sentence about a desk whose arrivals may be missing."""
    if desk.closed_at:
        return translate(_CLOSED_SILENT, name=desk.name, time=clock_time(desk.closed_at), count=desk.waiting)
    minutes = round(desk.age / 60)
    if minutes < 120:
        return translate(_SILENT, name=desk.name, minutes=max(1, minutes))
    return translate(_SILENT_HOURS, name=desk.name, hours=minutes // 60)


def same_name_sentence(name: str) -> str:
    return translate(Message("together", "Two desks are called “{name}”: rename one of them"), name=name)


def foreign_files_sentence(count: int) -> str:
    """Return the sentence about foreign files in the peer."""
    return translate(_STRANGER if count == 1 else _STRANGERS, count=count)


def _ahead_sentence(desk: str, at: datetime) -> str:
    return translate(_DATED_AHEAD, desk=desk, time=f"{at:%d/%m/%Y %H:%M}")


def unsent_sentence(count: int) -> str:
    return translate(Message("together", "1 record saved here, not yet sent") if count == 1 else _WAIT, count=count)


def own_clock_sentence(offset: float) -> str:
    """Return the sentence about this computer's clock, which is `offset` seconds ahead."""
    return translate(_AHEAD if offset > 0 else _BEHIND, minutes=max(1, round(abs(offset) / 60)))


def unsent_text(count: int) -> str:
    """Return how much another desk had not sent when last heard."""
    return translate(Message("together", "{count} not yet sent"), count=count)


def desk_clock_text(offset: float) -> str:
    """Return the text about another desk's clock, `offset` seconds ahead."""
    return translate(_IS_AHEAD if offset > 0 else _IS_BEHIND, minutes=max(1, round(abs(offset) / 60)))


def last_seen(desk: OtherDesk) -> str:
    """Return when a desk was last heard, or that it was closed."""
    return translate(_CLOSED, time=clock_time(desk.closed_at)) if desk.closed_at else age_text(desk.age)


def desk_unsent_text(desk: OtherDesk) -> str:
    """Return how much a desk had not sent; for a closed one also that it had sent everything; else ""."""
    if desk.waiting:
        return unsent_text(desk.waiting)
    return translate(Message("together", "all sent")) if desk.closed_at else ""


def age_text(age: float) -> str:
    """Return an age in seconds, as people say it."""
    if age < 10:
        return translate(Message("together", "a moment ago"))
    if age < 90:
        return translate(Message("together", "{seconds} s ago"), seconds=round(age))
    return translate(_MINUTES, minutes=round(age / 60)) if age < 5400 else translate(_HOURS, hours=round(age / 3600))


# The sentences about the ticketing's server: the connection, and why it did not take something. Looks nothing up.


def ticketing_sentences(status: ticketing_status.TicketingStatus, now: datetime) -> list[str]:
    """Return what the user should know, the gravest first; one reassuring sentence if all is well."""
    if status.is_over:
        return [translate(_OVER)]
    if not status.device:
        return [translate(_BY_OTHERS if status.has_others else _BY_NOBODY)]
    found = [error_text(status.error)] if status.error else []
    if status.error and status.since and not status.is_revoked:
        found.append(translate(Message("ticketing", "Not reached since {time}."), time=moment_text(status.since, now)))
    if status.waiting:
        found.append(translate(_UNSENT, count=status.waiting) if status.is_revoked else waiting_text(status.waiting))
    if status.unseen:
        found.append(translate(_REFUSED, count=status.refused))
    if status.error or status.unseen:
        return found
    return [
        *found,
        translate(_WELL, time=moment_text(status.fetched_at, now)) if status.fetched_at else translate(_FIRST),
    ]


def ticketing_trouble(status: ticketing_status.TicketingStatus) -> str:
    """Return what is wrong in a word or two, "" for nothing."""
    if status.is_revoked:
        return translate(Message("ticketing", "pretix: revoked"))
    if status.error:
        return translate(_TO_SEND, count=status.waiting) if status.waiting else translate(_NOT_REACHED)
    return translate(Message("ticketing", "pretix: {count} to look at"), count=status.refused) if status.unseen else ""


def waiting_text(count: int) -> str:
    return translate(Message("ticketing", "{count} {count:record|records} still to be sent to pretix."), count=count)


def moment_text(at: datetime, now: datetime) -> str:
    """Return a time, with the day if it is not today."""
    local = at.astimezone(now.tzinfo)
    hour = clock_time(local)
    return hour if local.date() == now.date() else translate(_ON_DAY, time=hour, day=f"{local:%d/%m}")


def refused_title(refused: ticketing_status.RefusedByServer) -> str:
    """Return who it is about, when and where."""
    name = refused.person or translate(Message("ticketing", "Unknown person"))
    parts = (name, translate(_KINDS[refused.kind]) if refused.kind in _KINDS else "", clock_time(refused.at))
    return " · ".join(filter(None, (*parts, refused.desk)))


def refused_reason(refused: ticketing_status.RefusedByServer) -> str:
    """Return why the server did not take it; a word of its that is not known here is left as it is."""
    if refused.is_told:
        return f"{translate(_INSTEAD[refused.undone == EntryKind.CHECKED_OUT])} {translate(_REASONS[refused.why])}"
    words = _REASONS.get(refused.why)
    return translate(words) if words else translate(Message("ticketing", "pretix says: {why}"), why=refused.why)


ERASE = Message("ticketing", "Erase the people from this computer…")
_OVER = Message(
    "ticketing", "All people of this event were erased: nothing is fetched from pretix any more, and nothing sent."
)
_BY_OTHERS = Message(
    "ticketing",
    "This desk has the list of pretix from the other desks. What it records reaches pretix through the first desk that "
    "is connected to it.",
)
_BY_NOBODY = Message(
    "ticketing",
    "No desk is connected to pretix any more. What is recorded is kept, and sent as soon as a desk is connected again.",
)
_UNSENT = Message(
    "ticketing", "{count} {count:record was|records were} not sent to pretix: connect again to send {count:it|them}."
)
_REFUSED = Message("ticketing", "pretix did not take {count} {count:record|records}: look at {count:it|them}.")
_WELL = Message("ticketing", "pretix is reached; the list is that of {time}.")
_FIRST = Message("ticketing", "The list is being fetched from pretix. Scanning works meanwhile.")
_NOT_REACHED = Message("ticketing", "pretix: not reached")
_TO_SEND = Message("ticketing", "pretix: {count} to send")
_ON_DAY = Message("ticketing", "{time} on {day}")
_INSTEAD = (
    Message("ticketing", "pretix keeps the arrival, with an exit after it."),
    Message("ticketing", "pretix keeps the exit, with an arrival after it."),
)
"""For an undone arrival and for an undone exit."""
_KINDS: dict[str, Message] = {
    EntryKind.CHECKED_IN: Message("ticketing", "let in"),
    EntryKind.CHECKED_OUT: Message("ticketing", "went out"),
    EntryKind.REFUSED: Message("ticketing", "refused here"),
    EntryKind.UNDONE: Message("ticketing", "undone here"),
    EntryKind.ATTENDEE_ADDED: Message("ticketing", "registered here"),
}
_REASONS: dict[str, Message] = {
    TicketReason.INVALID: Message("ticketing", "pretix does not know this ticket, or not any more."),
    TicketReason.REVOKED: Message("ticketing", "This ticket was replaced in pretix."),
    TicketReason.AMBIGUOUS: Message("ticketing", "Several tickets of this person fit the check-in list."),
    TicketReason.CANCELLED: Message("ticketing", "The order is cancelled in pretix."),
    TicketReason.BLOCKED: Message("ticketing", "The ticket is blocked in pretix."),
    TicketReason.UNAPPROVED: Message("ticketing", "The order is not approved in pretix."),
    TicketReason.INVALID_TIME: Message("ticketing", "The ticket is not valid at that time."),
    TicketReason.PRODUCT: Message("ticketing", "The check-in list is not for this kind of ticket."),
    TicketReason.UNPAID: Message("ticketing", "The order is not paid in pretix."),
    TicketReason.RULES: Message("ticketing", "A rule of the check-in list does not allow it."),
    TicketReason.INCOMPLETE: Message("ticketing", "A question of pretix has no answer."),
    TicketReason.EXCHANGE: Message("ticketing", "The ticket must be exchanged for a wristband or a card in pretix."),
    TicketReason.ALREADY_REDEEMED: Message("ticketing", "The ticket was already used in pretix."),
    ticketing_status.UNKNOWN_HERE: Message("ticketing", "This desk does not know this person yet."),
    ticketing_status.NO_PRODUCT: Message("ticketing", "pretix has no product for somebody registered at the desk."),
    ticketing_status.UNDONE_TOO_LATE: Message("ticketing", "pretix undoes nothing after 15 minutes."),
    ticketing_status.UNDONE_ELSEWHERE: Message(
        "ticketing", "Only the device that recorded it could undo it in pretix."
    ),
    "error": Message("ticketing", "pretix reports a fault with this ticket."),
    "?": Message("ticketing", "pretix gave no reason."),
}
"""The reasons that pretix names, in words of ours."""


# The sentences about printers and print jobs: what is wrong, and what to do. Draws nothing.

NAMES = {
    PrinterTrouble.NONE: Message("printing", "Ready"),
    PrinterTrouble.OUT_OF_PAPER: Message("printing", "No paper"),
    PrinterTrouble.JAM: Message("printing", "Paper jam"),
    PrinterTrouble.COVER_OPEN: Message("printing", "Cover open"),
    PrinterTrouble.OUT_OF_INK: Message("printing", "Out of ink or toner"),
    PrinterTrouble.WRONG_PAPER: Message("printing", "Wrong paper"),
    PrinterTrouble.STOPPED: Message("printing", "Paused"),
    PrinterTrouble.REJECTING: Message("printing", "Not accepting badges"),
    PrinterTrouble.SLOW: Message("printing", "Stuck"),
    PrinterTrouble.UNREACHABLE: Message("printing", "Printer unreachable"),
    PrinterTrouble.SILENT: Message("printing", "Not answering any more"),
    PrinterTrouble.GONE: Message("printing", "No longer there"),
    PrinterTrouble.OTHER: Message("printing", "Needs attention"),
}
"""Short texts for a light."""

ADVICE = {
    PrinterTrouble.OUT_OF_PAPER: Message("printing", "Load paper: waiting badges then print automatically."),
    PrinterTrouble.JAM: Message(
        "printing", "Open the printer, take the paper out and close it; check whether the badge is good."
    ),
    PrinterTrouble.COVER_OPEN: Message("printing", "Close the printer: waiting badges then print automatically."),
    PrinterTrouble.OUT_OF_INK: Message("printing", "Change the cartridge, or choose another printer."),
    PrinterTrouble.WRONG_PAPER: Message(
        "printing",
        "The printer has no paper of this size: load the paper or roll for these badges, or choose another printer.",
    ),
    PrinterTrouble.STOPPED: Message("printing", "Resume it in this computer’s printer settings, or at the printer."),
    PrinterTrouble.REJECTING: Message(
        "printing", "Allow it to take jobs again in this computer’s printer settings, or choose another printer."
    ),
    PrinterTrouble.SLOW: Message("printing", "The printer has not responded for a while. Look at it and its screen."),
    PrinterTrouble.UNREACHABLE: Message(
        "printing", "Check that it is switched on and connected. The badges will follow."
    ),
    PrinterTrouble.SILENT: Message(
        "printing",
        "Look at the printer: its roll or ribbon may be finished, or its cover open; the badges are waiting.",
    ),
    PrinterTrouble.GONE: Message("printing", "This computer no longer knows the printer. Choose another one."),
    PrinterTrouble.OTHER: Message("printing", "Look at the printer and its screen."),
}

BADGES = {
    JobState.WAITING: Message("printing", "Badge waiting"),
    JobState.PRINTING: Message("printing", "Badge printing"),
    JobState.PRINTED: Message("printing", "Badge printed"),
    JobState.FAILED: Message("printing", "Badge not printed"),
    JobState.UNCERTAIN: Message("printing", "Badge to check"),
    JobState.CANCELLED: Message("printing", "Printing cancelled"),
}
"""Short texts for a chip and a pill."""

SHORT = {
    JobState.WAITING: Message("printing", "Waiting"),
    JobState.PRINTING: Message("printing", "Printing"),
    JobState.PRINTED: Message("printing", "Printed"),
    JobState.FAILED: Message("printing", "Not printed"),
    JobState.UNCERTAIN: Message("printing", "To check"),
    JobState.CANCELLED: Message("printing", "Cancelled"),
}
"""The same in a list of badges."""

ICONS = {
    JobState.WAITING: "hourglass",
    JobState.PRINTING: "printer",
    JobState.PRINTED: "check",
    JobState.FAILED: "x",
    JobState.UNCERTAIN: "circle-question-mark",
    JobState.CANCELLED: "ban",
}

_JOBS = {
    JobState.WAITING: Message("printing", "The badge is waiting for the printer."),
    JobState.PRINTING: Message("printing", "The badge is at the printer."),
    JobState.PRINTED: Message("printing", "The badge is printed."),
    JobState.FAILED: Message("printing", "The badge was not printed and nothing came out. Ask for it again."),
    JobState.UNCERTAIN: Message(
        "printing", "It is not known whether the badge came out. Look at the printer before asking for another."
    ),
    JobState.CANCELLED: Message("printing", "The badge was cancelled and will not print."),
}
_HANDED_OVER = Message(
    "printing", "The badge was sent to the printer, which reports no more. Check whether it came out."
)
_LINE = Message("printing", "{name}: {state}")
_UNHEARD = Message("printing", "no news from it yet")
_SAYS = Message("printing", "The printer says: “{detail}”")


def printer_sentence(state: PrinterState) -> str:
    """Return what is wrong with a printer, what to do, and its own message."""
    if state.is_ready:
        return translate(NAMES[PrinterTrouble.NONE])
    sentence = translate(_SAYS, detail=state.detail) if state.detail else ""
    return _joined(translate(NAMES[state.trouble]), translate(ADVICE[state.trouble]), sentence)


def printer_line(name: str, state: PrinterState | None) -> str:
    """Return a printer's name and state; `state` None means that nothing is known yet."""
    return translate(_LINE, name=name, state=printer_sentence(state) if state else translate(_UNHEARD))


def job_sentence(job: PrintJob, *, reports_paper: bool = True) -> str:
    """Return what became of a print job. `reports_paper` as in the state of its printer."""
    if job.state is JobState.PRINTED and is_folder(job.printer):
        return translate(
            Message("printing", "The badge was saved as a PDF in {folder}."), folder=job.printer.partition(":")[2]
        )
    is_handed_over = job.state is JobState.PRINTED and not reports_paper
    return _joined(translate(_HANDED_OVER if is_handed_over else _JOBS[job.state]), _trouble(job))


def _trouble(job: PrintJob) -> str:
    """Return what to do about a job at the printer, or what went wrong with one that ended."""
    if job.trouble is PrinterTrouble.NONE or job.state in (JobState.PRINTED, JobState.CANCELLED):
        return ""
    if job.state is JobState.PRINTING:
        return printer_sentence(PrinterState(job.trouble, job.detail))
    return job.detail if job.trouble is PrinterTrouble.OTHER else translate(NAMES[job.trouble])


def _joined(*sentences: str) -> str:
    return " ".join(text if text[-1] in ".!?»”" else f"{text}." for text in sentences if text)


# The printer light of the desk: whether a printer needs attention, and why. Values only.

SHORT_TROUBLES = {
    PrinterTrouble.STOPPED: Message("printing", "Printer paused"),
    PrinterTrouble.REJECTING: Message("printing", "Printer refuses"),
    PrinterTrouble.SLOW: Message("printing", "Printer stuck"),
    PrinterTrouble.UNREACHABLE: Message("printing", "Printer off"),
    PrinterTrouble.SILENT: Message("printing", "Printer silent"),
    PrinterTrouble.GONE: Message("printing", "No printer"),
    PrinterTrouble.OTHER: Message("printing", "Printer needs a look"),
}
"""Texts that name the printer, where the trouble's own name could mean another device."""


class PrinterLight(NamedTuple):
    """The arguments of `DeskWindow.show_printer`."""

    is_ok: bool | None
    tip: str
    what: str


def printer_light(printing: Printing, room: PrintService) -> PrinterLight:
    """Return the light for the first printer and for jobs of uncertain outcome."""
    plan, state = printing.plan, room.state(printing.plan.printer)
    uncertain, waiting = len(printing.uncertain()), printing.waiting()
    if state is None:
        return PrinterLight(None, "", "")
    lines = [printer_line(plan.name_of(address), room.state(address)) for address in plan.printers]
    lines += [translate(Message("printing", "Badges waiting: {count}"), count=waiting)] if waiting else []
    lines += [translate(_TO_CHECK, count=uncertain)] if uncertain else []
    what = (
        translate(Message("printing", "Badges to check: {count}"), count=uncertain)
        if state.is_ready
        else translate(SHORT_TROUBLES.get(state.trouble, NAMES[state.trouble]))
    )
    return PrinterLight(state.is_ready and not uncertain, "\n".join(lines), what)


_TO_CHECK = Message("printing", "Badges to check: {count}. See whether they came out.")
