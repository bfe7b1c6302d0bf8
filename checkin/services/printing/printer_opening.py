# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening the printers of a print plan: setup, printer, spooler and thread. Starts nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checkin.core.printing.print_plan import Medium, PrinterSetup, PrintPlan
from checkin.devices.label_printers import medium_from_address
from checkin.devices.printer import Printer
from checkin.devices.printers import open_printer
from checkin.services.badges.badge_documents import BadgeDocuments, choose_paper
from checkin.services.event_file import EventFile
from checkin.services.printing.print_worker import PrintWorker
from checkin.services.printing.spooler import PrintSpooler

Open = Callable[[str, Medium], Printer]


def setup_at(plan: PrintPlan, address: str) -> PrinterSetup:
    """Return the setup of a printer; a roll named in the address overrides the chosen paper.

    Raises `UserError` for an address that names no printer.
    """
    setup = plan.setup(address)
    return replace(setup, medium=own_medium(address) or setup.medium)


def own_medium(address: str) -> Medium | None:
    """Return the roll that an address names, None if the user has to choose the paper."""
    return medium_from_address(address)


def check_address(address: str) -> None:
    """Raise `UserError` for an address that names no printer. Does not contact it."""
    open_printer(address, Medium(0, 0))


def open_spooler(
    event: EventFile, clock: Callable[[], datetime], plan: PrintPlan, address: str, open_: Open = open_printer
) -> PrintSpooler:
    """Return the spooler of a printer in the plan. Raises `UserError` for an address that names none."""
    setup = setup_at(plan, address)
    printer = open_(address, choose_paper(event, plan.template, setup))
    documents = BadgeDocuments(event, printer.form, setup)
    return PrintSpooler(event, clock, printer, documents, (address, plan.fallback_for(address)))


def make_print_worker(
    path: Path, clock: Callable[[], datetime], plan: PrintPlan, address: str, open_: Open | None
) -> PrintWorker:
    """Return the thread of such a spooler, which opens the event for itself."""
    return PrintWorker(path, lambda event: open_spooler(event, clock, plan, address, open_ or open_printer))
