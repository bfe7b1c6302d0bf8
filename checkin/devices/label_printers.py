# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening the label printer that an address names (docs/printing.md). Connects only for the first job."""

import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.printing.brother_ql import DPI, model, takes, tape
from checkin.core.printing.print_plan import Medium
from checkin.devices.brother_ql_printer import BrotherSetup, NetworkBrother, UsbBrother
from checkin.devices.printer import Printer
from checkin.devices.printer_connection import ConnectionTimeouts, PrinterConnection, open_tcp, open_usb
from checkin.devices.zpl_printer import ZplPrinter

PORT = 9100


def open_label_printer(address: str, patience: ConnectionTimeouts | None = None) -> Printer:
    """Return the printer. Raises `UserError` for an address that names none."""
    parts = _parts(address)
    connect = _connect(parts, address, patience or ConnectionTimeouts())
    match parts.scheme:
        case "zpl" | "zpl+usb":
            return ZplPrinter(connect)
        case "brotherql":
            return NetworkBrother(connect, _loaded(parts, address))
        case "brotherql+usb":
            return UsbBrother(connect, _loaded(parts, address))
    raise UserError(_NO_PRINTER, address=address)


def medium_from_address(address: str) -> Medium | None:
    """Return the roll that the address names; None if users have to choose the paper."""
    parts = _parts(address)
    if not parts.scheme.startswith("brotherql"):
        return None
    roll = _loaded(parts, address).tape
    return Medium(roll.width, roll.length, DPI)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises ValueError if it is no number
    except ValueError as exc:
        raise UserError(_NO_PRINTER, address=address) from exc
    return parts


def _connect(parts: SplitResult, address: str, patience: ConnectionTimeouts) -> Callable[[], PrinterConnection]:
    if parts.scheme.endswith("+usb"):
        if sys.platform != "linux":
            raise UserError(_ONLY_LINUX)
        return lambda: open_usb(Path(parts.path), patience)
    if not parts.hostname:
        raise UserError(_NO_PRINTER, address=address)
    host, port = parts.hostname, parts.port or PORT
    return lambda: open_tcp(host, port, patience)


def _loaded(parts: SplitResult, address: str) -> BrotherSetup:
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    printer, roll = model(options.get("model", "")), tape(options.get("label", ""))
    if printer is None or roll is None:
        raise UserError(_NO_BROTHER, address=address)
    if not takes(printer, roll):
        raise UserError(_DOES_NOT_FIT, model=printer.id, roll=roll.id)
    return BrotherSetup(printer, roll)


_NO_PRINTER = Message(
    "printing", "“{address}” is not a label printer. Nothing was printed; the documentation shows how to write one."
)
_NO_BROTHER = Message(
    "printing",
    "“{address}” does not say which Brother printer and which roll. Nothing was printed; "
    "add for example ?model=QL-820NWB&label=62x100.",
)
_DOES_NOT_FIT = Message(
    "printing", "The {model} does not accept the roll {roll}. Nothing was printed; choose another roll or printer."
)
_ONLY_LINUX = Message(
    "printing",
    "USB label printers can be reached directly only on Linux. Nothing was printed; connect it to the network, "
    "or choose it from this computer’s own printers.",
)
