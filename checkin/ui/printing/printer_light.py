# SPDX-License-Identifier: GPL-3.0-or-later
"""What the light of the printers says: whether a person has to go there, and why. Values only."""

from typing import NamedTuple

from checkin.core.printing import Trouble
from checkin.core.words import Words
from checkin.desk.press.room import PrintRoom
from checkin.desk.printing import Printing
from checkin.language import say
from checkin.ui.parts.printer_words import NAMES, printer_line

SHORT = {
    Trouble.STOPPED: Words("printing", "Printer paused"),
    Trouble.REJECTING: Words("printing", "Printer refuses"),
    Trouble.SLOW: Words("printing", "Printer stuck"),
    Trouble.UNREACHABLE: Words("printing", "Printer off"),
    Trouble.SILENT: Words("printing", "Printer silent"),
    Trouble.GONE: Words("printing", "No printer"),
    Trouble.OTHER: Words("printing", "Printer waits"),
}
"""Where the trouble's own name does not say of what, beside a camera and a disk."""


class PrinterLight(NamedTuple):
    """As `Surroundings.set_light` takes it."""

    is_ok: bool | None
    tip: str
    what: str


def printer_light(printing: Printing, room: PrintRoom) -> PrinterLight:
    """Of the first printer, and of badges that nobody has looked for yet."""
    plan, state = printing.plan, room.state(printing.plan.printer)
    uncertain, waiting = len(printing.uncertain()), printing.waiting()
    if state is None:
        return PrinterLight(None, "", "")
    lines = [printer_line(plan.name_of(address), room.state(address)) for address in plan.printers]
    lines += [say(_WAITING, count=waiting)] if waiting else []
    lines += [say(_TO_CHECK, count=uncertain)] if uncertain else []
    what = say(_CHECK, count=uncertain) if state.is_ready else say(SHORT.get(state.trouble, NAMES[state.trouble]))
    return PrinterLight(state.is_ready and not uncertain, "\n".join(lines), what)


_WAITING = Words("printing", "Badges waiting: {count}")
_TO_CHECK = Words("printing", "Badges to be checked: {count}. Look whether they came out.")
_CHECK = Words("printing", "Badges to check: {count}")
