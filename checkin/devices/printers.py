# SPDX-License-Identifier: GPL-3.0-or-later
"""Listing the printers of this computer, and opening the one that an address names (docs/printing.md)."""

from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QLocale

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.printing.print_plan import FoundPrinter, Medium
from checkin.devices import ipp_states
from checkin.devices.ipp_client import IppClient
from checkin.devices.ipp_http import Endpoint
from checkin.devices.ipp_printer import IppPrinter
from checkin.devices.label_printers import open_label_printer
from checkin.devices.pdf_folder_printer import PdfFolderPrinter
from checkin.devices.printer import Printer, PrinterError, UncertainPrintError
from checkin.devices.qt_printer import QtPrinter, qt_printers

CUPS = "ipp://localhost/"


def open_printer(address: str, medium: Medium) -> Printer:
    """Return the printer without contacting it. Raises `UserError` for an address that names no printer."""
    scheme, _, rest = address.partition(":")
    match scheme:
        case "ipp" | "ipps":
            ipp_client_for(address)
            return IppPrinter(address, medium, ipp_client_for)
        case "system":
            return QtPrinter(rest, medium)
        case "pdf":
            return PdfFolderPrinter(Path(rest))
        case "zpl" | "zpl+usb" | "brotherql" | "brotherql+usb":
            return open_label_printer(address)
    raise UserError(_NO_PRINTER, address=address)


def ipp_client_for(address: str) -> IppClient:
    """Return a client of the address, in the language of the desk. Raises `UserError`."""
    return IppClient(Endpoint.of(address), language=QLocale().bcp47Name().partition("-")[0])


def list_printers(cups: IppClient | None = None) -> tuple[FoundPrinter, ...]:
    """Return the printers of this computer. As slow as the print service: do not call in the windows' thread."""
    try:
        queues = (cups or ipp_client_for(CUPS)).printers(["printer-name", "printer-info", "media-size-supported"])
    except UncertainPrintError:
        return ()  # CUPS hangs, and Qt would hang for minutes too
    except PrinterError:
        found = qt_printers()
        return tuple(FoundPrinter(f"system:{name}", name, _sorted(media)) for name, media in found.items())
    return tuple(
        FoundPrinter(
            f"{CUPS}printers/{quote(name)}",
            ipp_states.first_text(queue, "printer-info") or name,
            _sorted([Medium(*size) for size in ipp_states.papers(queue)]),
        )
        for queue in queues
        if (name := ipp_states.first_text(queue, "printer-name"))
    )


def _sorted(media: list[Medium]) -> tuple[Medium, ...]:
    return tuple(sorted(media, key=lambda m: (m.width * m.height, m.width)))


_NO_PRINTER = Message(
    "printing", "“{address}” is not a printer. Nothing was changed; the documentation lists the addresses."
)
