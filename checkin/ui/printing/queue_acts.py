# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with one badge of the queue, by how far it is. Does nothing of it."""

from enum import StrEnum

from checkin.core.print_plan import PrintPlan
from checkin.core.printing import JobState, PrintJob
from checkin.core.words import Words


class Act(StrEnum):
    """The buttons of the selected badge."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    REPRINT = "reprint"
    SECOND = "second"
    CANCEL = "cancel"


WORDS = {
    Act.CAME_OUT: Words("printing", "It came out"),
    Act.DID_NOT: Words("printing", "It did not come out"),
    Act.REPRINT: Words("printing", "Print again…"),
    Act.SECOND: Words("printing", "To the other printer"),
    Act.CANCEL: Words("printing", "Cancel"),
}


def acts_for(job: PrintJob, plan: PrintPlan) -> tuple[Act, ...]:
    """In the order of the buttons. What is at the printer is the printer's."""
    match job.state:
        case JobState.WAITING:
            return (Act.SECOND, Act.CANCEL) if other_printer(job, plan) else (Act.CANCEL,)
        case JobState.PRINTING:
            return ()
        case JobState.UNCERTAIN:
            return (Act.CAME_OUT, Act.DID_NOT)
    return (Act.REPRINT,) if plan.printer else ()


def other_printer(job: PrintJob, plan: PrintPlan) -> str:
    """The address of the one that it does not wait for, "" if there is none."""
    return next((address for address in plan.printers if address != job.printer), "")
