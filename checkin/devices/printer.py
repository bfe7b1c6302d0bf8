# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol of a printer. Each kind of printer is a module of its own; none draws a badge or knows an attendee.

Called in the printing thread only: every call may take as long as its time-out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from checkin.core.errors import DeviceError
from checkin.core.printing.print_jobs import JobProgress, PrinterState
from checkin.core.printing.print_plan import Medium


class PrintFormat(StrEnum):
    """The data that a printer takes: a PDF of one badge, its dots, or a colour picture of it (PNG)."""

    PDF = "pdf"
    DOTS = "dots"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """One drawn badge.

    `title` names the job in the spooler, without a person's name. `content` is a PDF, a PNG, or rows of 8-bit grey from
    the top, `columns` dots each, without padding. `template` is the one it was drawn with.
    """

    title: str
    form: PrintFormat
    content: bytes
    medium: Medium
    columns: int = 0
    template: str = ""

    @property
    def rows(self) -> int:
        return len(self.content) // self.columns if self.columns else 0


class PrinterError(DeviceError):
    """The printer did not take the job: certainly nothing is printed."""


class UncertainPrintError(PrinterError):
    """The job failed after some of it had left: a user has to look whether there is a badge."""


class Printer(Protocol):
    """A printer as the print service uses it.

    `send` hands over one badge and returns a reference for `follow` and `cancel`, "" if the printer reports nothing
    more: then taking the data was all. `send` raises `PrinterError` or `UncertainPrintError`. The other methods never
    raise for a printer that is away: they return a state that says so. `follow` is asked again and again until the job
    has ended.

        reference = printer.send(document)
        while printer.follow(reference).state is JobState.PRINTING:
            time.sleep(1)
    """

    form: PrintFormat

    def send(self, document: PrintDocument) -> str: ...

    def follow(self, reference: str) -> JobProgress: ...

    def cancel(self, reference: str) -> None: ...

    def state(self) -> PrinterState: ...
