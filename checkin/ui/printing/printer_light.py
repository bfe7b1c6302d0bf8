# SPDX-License-Identifier: GPL-3.0-or-later
"""The printer light of the desk: whether a printer needs attention, and why. Values only."""

from typing import NamedTuple

from checkin.core.message import Message
from checkin.core.printing.print_jobs import PrinterTrouble
from checkin.services.badge_print_requests import Printing
from checkin.services.printing.print_threads import PrintService
from checkin.translation import translate
from checkin.ui.widgets.printer_wording import NAMES, printer_line

SHORT = {
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
    lines += [translate(_WAITING, count=waiting)] if waiting else []
    lines += [translate(_TO_CHECK, count=uncertain)] if uncertain else []
    what = (
        translate(_CHECK, count=uncertain)
        if state.is_ready
        else translate(SHORT.get(state.trouble, NAMES[state.trouble]))
    )
    return PrinterLight(state.is_ready and not uncertain, "\n".join(lines), what)


_WAITING = Message("printing", "Badges waiting: {count}")
_TO_CHECK = Message("printing", "Badges to check: {count}. See whether they came out.")
_CHECK = Message("printing", "Badges to check: {count}")
