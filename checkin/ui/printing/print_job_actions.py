# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions available for a print job, depending on its state. Performs none of them."""

from enum import StrEnum

from checkin.core.message import Message
from checkin.core.print_jobs import JobState, PrintJob
from checkin.core.print_plan import PrintPlan


class PrintJobAction(StrEnum):
    """The buttons for the selected print job."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    REPRINT = "reprint"
    SECOND = "second"
    CANCEL = "cancel"


WORDS = {
    PrintJobAction.CAME_OUT: Message("printing", "It came out"),
    PrintJobAction.DID_NOT: Message("printing", "It did not come out"),
    PrintJobAction.REPRINT: Message("printing", "Print again…"),
    PrintJobAction.SECOND: Message("printing", "To the other printer"),
    PrintJobAction.CANCEL: Message("printing", "Cancel"),
}


def available_job_actions(job: PrintJob, plan: PrintPlan) -> tuple[PrintJobAction, ...]:
    """Return the actions in the order of their buttons; none while a job is at the printer."""
    match job.state:
        case JobState.WAITING:
            return (
                (PrintJobAction.SECOND, PrintJobAction.CANCEL) if other_printer(job, plan) else (PrintJobAction.CANCEL,)
            )
        case JobState.PRINTING:
            return ()
        case JobState.UNCERTAIN:
            return (PrintJobAction.CAME_OUT, PrintJobAction.DID_NOT)
    return (PrintJobAction.REPRINT,) if plan.printer else ()


def other_printer(job: PrintJob, plan: PrintPlan) -> str:
    """Return the address of another printer, "" if there is none."""
    return next((address for address in plan.printers if address != job.printer), "")
