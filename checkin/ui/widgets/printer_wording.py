# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about printers and print jobs: what is wrong, and what to do. Draws nothing."""

from checkin.core.message import Message
from checkin.core.printing.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob, is_folder
from checkin.translation import translate

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
_IN_FOLDER = Message("printing", "The badge was saved as a PDF. Look in the folder.")
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
        return translate(_IN_FOLDER)
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
