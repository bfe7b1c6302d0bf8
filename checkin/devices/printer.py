# SPDX-License-Identifier: GPL-3.0-or-later
"""The seam to whatever prints. Each kind of printer is a module of its own; none draws a badge or knows a person.

Called from the printing thread only: every call may take as long as its time-out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from checkin.core.errors import DeviceError
from checkin.core.print_jobs import JobProgress, PrinterState
from checkin.core.print_plan import Medium


class PrintFormat(StrEnum):
    """What a printer takes: a PDF of one badge, its dots, or a picture of it in colour (PNG)."""

    PDF = "pdf"
    DOTS = "dots"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """One badge, drawn. `title` names the job to the spooler, without a person's name. `content` is a PDF, a PNG, or
    rows of 8-bit grey from the top, `columns` dots each, without padding. `template`: what it was drawn with.
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
    """Some of the job had left when it went wrong: a person has to look whether there is a badge."""


class Printer(Protocol):
    """`send` returns a reference for `follow` and `cancel`, "" if the printer tells nothing more: taking it was all.

    `send` raises `PrinterError`; the others never raise for a printer that is away: they say so.
    """

    form: PrintFormat

    def send(self, document: PrintDocument) -> str: ...

    def follow(self, reference: str) -> JobProgress: ...

    def cancel(self, reference: str) -> None: ...

    def state(self) -> PrinterState: ...
