# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a printer and of a badge to be printed: what is the matter, and what to do. Draws nothing."""

from checkin.core.printing import JobState, PrinterState, PrintJob, Trouble, is_folder
from checkin.core.words import Words
from checkin.language import say

NAMES = {
    Trouble.NONE: Words("printing", "Ready"),
    Trouble.OUT_OF_PAPER: Words("printing", "No paper"),
    Trouble.JAM: Words("printing", "Paper jam"),
    Trouble.COVER_OPEN: Words("printing", "Cover open"),
    Trouble.OUT_OF_INK: Words("printing", "Ink or toner used up"),
    Trouble.WRONG_PAPER: Words("printing", "Not this paper"),
    Trouble.STOPPED: Words("printing", "Paused"),
    Trouble.REJECTING: Words("printing", "Takes no badges"),
    Trouble.SLOW: Words("printing", "Nothing moves"),
    Trouble.UNREACHABLE: Words("printing", "Printer not reachable"),
    Trouble.SILENT: Words("printing", "Answers no more"),
    Trouble.GONE: Words("printing", "Not there any more"),
    Trouble.OTHER: Words("printing", "Needs somebody"),
}
"""In a few words, for a light."""

ADVICE = {
    Trouble.OUT_OF_PAPER: Words("printing", "Put paper in: the badges that wait then print by themselves."),
    Trouble.JAM: Words(
        "printing", "Open the printer, take the paper out and close it; look whether the badge is good."
    ),
    Trouble.COVER_OPEN: Words("printing", "Close the printer: the badges that wait then print by themselves."),
    Trouble.OUT_OF_INK: Words("printing", "Change the cartridge, or choose another printer."),
    Trouble.WRONG_PAPER: Words(
        "printing",
        "The printer has no paper of this size: put in the paper or the roll of its badges, or choose another printer.",
    ),
    Trouble.STOPPED: Words("printing", "Let it go on in the printer settings of this computer, or at the printer."),
    Trouble.REJECTING: Words(
        "printing", "Let it take jobs again in the printer settings of this computer, or choose another printer."
    ),
    Trouble.SLOW: Words("printing", "It has said nothing for a while. Look at the printer and its screen."),
    Trouble.UNREACHABLE: Words("printing", "Check that it is switched on and connected. The badges follow."),
    Trouble.SILENT: Words(
        "printing", "Look at the printer: its roll or ribbon may be at an end, or its cover open; the badges wait."
    ),
    Trouble.GONE: Words("printing", "This computer does not know the printer any more. Choose another one."),
    Trouble.OTHER: Words("printing", "Look at the printer and its screen."),
}

BADGES = {
    JobState.WAITING: Words("printing", "Badge waiting"),
    JobState.PRINTING: Words("printing", "Badge being printed"),
    JobState.PRINTED: Words("printing", "Badge printed"),
    JobState.FAILED: Words("printing", "Badge not printed"),
    JobState.UNCERTAIN: Words("printing", "Badge to be checked"),
    JobState.CANCELLED: Words("printing", "Badge cancelled"),
}
"""In a few words, for a chip and a pill."""

SHORT = {
    JobState.WAITING: Words("printing", "Waits"),
    JobState.PRINTING: Words("printing", "At the printer"),
    JobState.PRINTED: Words("printing", "Printed"),
    JobState.FAILED: Words("printing", "Not printed"),
    JobState.UNCERTAIN: Words("printing", "To be checked"),
    JobState.CANCELLED: Words("printing", "Cancelled"),
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
    JobState.WAITING: Words("printing", "The badge waits for the printer."),
    JobState.PRINTING: Words("printing", "The badge is at the printer."),
    JobState.PRINTED: Words("printing", "The badge is printed."),
    JobState.FAILED: Words("printing", "The badge was not printed, nothing came out. Ask for it again."),
    JobState.UNCERTAIN: Words(
        "printing", "Nobody knows whether the badge came out. Look at the printer before you ask for another."
    ),
    JobState.CANCELLED: Words("printing", "The badge was cancelled and is not printed."),
}
_HANDED_OVER = Words("printing", "The badge was handed to the printer, which tells no more. Look whether it came out.")
_IN_FOLDER = Words("printing", "The badge was written as a PDF. Look in the folder.")
_LINE = Words("printing", "{name}: {state}")
_UNHEARD = Words("printing", "nothing heard of it yet")
_SAYS = Words("printing", "The printer says: “{detail}”")


def printer_sentence(state: PrinterState) -> str:
    """What is the matter with a printer and what to do, with what it says itself."""
    if state.is_ready:
        return say(NAMES[Trouble.NONE])
    says = say(_SAYS, detail=state.detail) if state.detail else ""
    return _joined(say(NAMES[state.trouble]), say(ADVICE[state.trouble]), says)


def printer_line(name: str, state: PrinterState | None) -> str:
    """A printer by its name, and how it is; None: nothing was heard of it yet."""
    return say(_LINE, name=name, state=printer_sentence(state) if state else say(_UNHEARD))


def job_sentence(job: PrintJob, *, tells_paper: bool = True) -> str:
    """What became of a badge. `tells_paper` as in the state of its printer."""
    if job.state is JobState.PRINTED and is_folder(job.printer):
        return say(_IN_FOLDER)
    is_handed_over = job.state is JobState.PRINTED and not tells_paper
    return _joined(say(_HANDED_OVER if is_handed_over else _JOBS[job.state]), _trouble(job))


def _trouble(job: PrintJob) -> str:
    """Of a badge at the printer, what to do; of one that ended, what was the matter."""
    if job.trouble is Trouble.NONE or job.state in (JobState.PRINTED, JobState.CANCELLED):
        return ""
    if job.state is JobState.PRINTING:
        return printer_sentence(PrinterState(job.trouble, job.detail))
    return job.detail if job.trouble is Trouble.OTHER else say(NAMES[job.trouble])


def _joined(*sentences: str) -> str:
    return " ".join(text if text[-1] in ".!?»”" else f"{text}." for text in sentences if text)
