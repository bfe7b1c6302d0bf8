# SPDX-License-Identifier: GPL-3.0-or-later
"""The printers of this computer, listed and opened by address (docs/printing.md); Qt's own, and a folder as printer."""

import contextlib
import errno
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, quote, urlsplit
from uuid import uuid4

from PySide6.QtCore import QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from checkin.core import print_jobs
from checkin.core.message import Message, UserError
from checkin.devices import ipp_printer
from checkin.devices.crash_marks import CrashMarks, Part
from checkin.devices.ipp_client import Endpoint, IppClient
from checkin.devices.ipp_printer import IppPrinter
from checkin.devices.label_languages import BrotherSetup, NetworkBrother, UsbBrother, ZplPrinter
from checkin.devices.printer import (
    ConnectionTimeouts,
    PrintDocument,
    Printer,
    PrinterConnection,
    PrinterError,
    PrintFormat,
    UncertainPrintError,
    open_tcp,
    open_usb,
)
from checkin.paths import app_folder
from checkin.storage.regular_files import remove_path, retry_while_held
from checkin.translation import translate

# Opening the label printer that an address names (docs/printing.md). Connects only for the first job.

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
    raise UserError(_NO_LABEL_PRINTER, address=address)


def medium_from_address(address: str) -> print_jobs.Medium | None:
    """Return the roll that the address names; None if users have to choose the paper."""
    parts = _parts(address)
    if not parts.scheme.startswith("brotherql"):
        return None
    roll = _loaded(parts, address).tape
    return print_jobs.Medium(roll.width, roll.length, print_jobs.DPI)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises ValueError if it is no number
    except ValueError as exc:
        raise UserError(_NO_LABEL_PRINTER, address=address) from exc
    return parts


def _connect(parts: SplitResult, address: str, patience: ConnectionTimeouts) -> Callable[[], PrinterConnection]:
    if parts.scheme.endswith("+usb"):
        if sys.platform != "linux":
            raise UserError(_ONLY_LINUX)
        return lambda: open_usb(Path(parts.path), patience)
    if not parts.hostname:
        raise UserError(_NO_LABEL_PRINTER, address=address)
    host, port = parts.hostname, parts.port or PORT
    return lambda: open_tcp(host, port, patience)


def _loaded(parts: SplitResult, address: str) -> BrotherSetup:
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    printer, roll = print_jobs.model(options.get("model", "")), print_jobs.tape(options.get("label", ""))
    if printer is None or roll is None:
        raise UserError(_NO_BROTHER, address=address)
    if not print_jobs.takes(printer, roll):
        raise UserError(_DOES_NOT_FIT, model=printer.id, roll=roll.id)
    return BrotherSetup(printer, roll)


_NO_LABEL_PRINTER = Message(
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


# A printer of the system through Qt, for systems without CUPS (Windows). It takes a picture of the badge.
# Qt accepts almost everything: an unknown queue (and prints elsewhere), paper that the printer does not have (and
# prints on other paper), a printer that takes no jobs. So name and paper are looked up first, and "printed" only
# means handed over.

MM_PER_INCH = 25.4
TOLERANCE_MM = 1.0


def qt_printers() -> dict[str, list[print_jobs.Medium]]:
    """Return every printer of the system with its papers. May take minutes if the print service hangs."""
    if _is_left_out():
        return {}
    with _at_work():
        found = map(QPrinterInfo.printerInfo, QPrinterInfo.availablePrinterNames())
        return {info.printerName(): [_medium(size) for size in info.supportedPageSizes()] for info in found}


class QtPrinter:
    """A printer by its system name. Needs a QGuiApplication; blocks, so not in the windows' thread."""

    form = PrintFormat.PICTURE

    def __init__(self, name: str, medium: print_jobs.Medium) -> None:
        self._name, self._medium = name, medium

    def state(self) -> print_jobs.PrinterState:
        if _is_left_out():
            return print_jobs.PrinterState(print_jobs.PrinterTrouble.STOPPED, reports_paper=False)
        with _at_work():
            return self._state()

    def _state(self) -> print_jobs.PrinterState:
        info = QPrinterInfo.printerInfo(self._name)
        if info.isNull():
            return print_jobs.PrinterState(print_jobs.PrinterTrouble.GONE, reports_paper=False)
        if info.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            return print_jobs.PrinterState(print_jobs.PrinterTrouble.STOPPED, reports_paper=False)
        if _paper(info, self._medium) is None:
            size = f"{self._medium.width:g} × {self._medium.height:g} mm"
            return print_jobs.PrinterState(print_jobs.PrinterTrouble.WRONG_PAPER, size, reports_paper=False)
        return print_jobs.PrinterState(reports_paper=False)

    def send(self, document: PrintDocument) -> str:
        if _is_left_out():
            raise PrinterError(_REFUSED, name=self._name)
        with _at_work():
            return self._send(document)

    def _send(self, document: PrintDocument) -> str:
        image = QImage.fromData(document.content)
        printer = self._printer(document)
        painter = QPainter()
        if image.isNull() or not painter.begin(printer):
            raise PrinterError(_REFUSED, name=self._name)
        scale = printer.resolution() / MM_PER_INCH
        painter.scale(document.medium.width * scale / image.width(), document.medium.height * scale / image.height())
        painter.drawImage(0, 0, image)
        if not painter.end():
            raise UncertainPrintError(_STOPPED, name=self._name)
        return ""

    def follow(self, reference: str) -> print_jobs.JobProgress:
        return print_jobs.JobProgress(print_jobs.JobState.PRINTED)

    def cancel(self, reference: str) -> None:
        """Do nothing: Qt does not say which job it was."""

    def _printer(self, document: PrintDocument) -> QPrinter:
        """Return a printer set up for this badge. Raises `PrinterError` if Qt would print on anything else."""
        info = QPrinterInfo.printerInfo(self._name)
        if info.isNull():
            raise PrinterError(_GONE, name=self._name)
        printer = QPrinter(info)
        printer.setResolution(document.medium.dpi)
        printer.setFullPage(True)
        printer.setDocName(document.title)
        printer.setColorMode(QPrinter.ColorMode.Color)
        paper = _paper(info, document.medium)
        none = QMarginsF(0, 0, 0, 0)
        if paper is None or not printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, none)):
            raise PrinterError(_NO_PAPER, name=self._name)
        return printer


def _is_left_out() -> bool:
    return CrashMarks(app_folder()).is_left_out(Part.PRINTERS)


def _at_work() -> AbstractContextManager[None]:
    """Mark that a printer's driver is at work: it runs inside this program."""
    return CrashMarks(app_folder()).at_work(Part.PRINTERS)


def _paper(info: QPrinterInfo, medium: print_jobs.Medium) -> QPageSize | None:
    """Return the printer's own object for this paper: for any other Qt falls back to the printer's default paper."""
    return next((size for size in info.supportedPageSizes() if _is_like(_medium(size), medium)), None)


def _is_like(one: print_jobs.Medium, other: print_jobs.Medium) -> bool:
    return abs(one.width - other.width) <= TOLERANCE_MM and abs(one.height - other.height) <= TOLERANCE_MM


def _medium(size: QPageSize) -> print_jobs.Medium:
    mm: QSizeF = size.size(QPageSize.Unit.Millimeter)
    return print_jobs.Medium(mm.width(), mm.height())


_GONE = Message("printing", "The printer {name} is no longer there. Nothing was printed; choose another one.")
_NO_PAPER = Message(
    "printing",
    "The printer {name} has no paper of this size. Nothing was printed; choose its paper, or another printer.",
)
_REFUSED = Message("printing", "The printer {name} did not accept the badge. Nothing was printed; try again.")
_STOPPED = Message("printing", "The printer {name} stopped halfway. Check whether the badge came out.")


LEAST_FREE = 5_000_000
"""Bytes of free space below which badges wait: the event file needs the same disk."""

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class PdfFolderPrinter:
    """A printer without paper: every badge is a PDF in a folder, named like its job. Replaces no file."""

    form = PrintFormat.PDF

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def state(self) -> print_jobs.PrinterState:
        if not self._folder.is_dir():
            return print_jobs.PrinterState(print_jobs.PrinterTrouble.GONE, str(self._folder), reports_paper=False)
        words = None
        if not os.access(self._folder, os.W_OK):
            words = _NOT_ALLOWED
        elif shutil.disk_usage(self._folder).free < LEAST_FREE:
            words = _FULL
        return print_jobs.PrinterState(
            print_jobs.PrinterTrouble.OTHER if words else print_jobs.PrinterTrouble.NONE,
            translate(words) if words else "",
            reports_paper=False,
        )

    def send(self, document: PrintDocument) -> str:
        draft = self._folder / f".{uuid4().hex}.part"
        try:
            _write(draft, document.content)
            retry_while_held(lambda: os.replace(draft, self._free_name(document.title)))
        except OSError as exc:
            raise PrinterError(_words(exc)) from exc
        finally:
            with contextlib.suppress(OSError):
                remove_path(draft)
        return ""

    def follow(self, reference: str) -> print_jobs.JobProgress:
        return print_jobs.JobProgress(print_jobs.JobState.PRINTED)

    def cancel(self, reference: str) -> None:
        """Do nothing: the file is already written."""

    def _free_name(self, title: str) -> Path:
        stem = _NOT_IN_NAMES.sub("-", title).strip(".-") or "badge"
        path, number = self._folder / f"{stem}.pdf", 1
        while path.exists():
            number += 1
            path = self._folder / f"{stem}-{number}.pdf"
        return path


def _write(draft: Path, content: bytes) -> None:
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _words(exc: OSError) -> Message:
    if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _FULL
    return _NOT_ALLOWED if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else _FAILED


_FULL = Message("printing", "The disk is full. No badge was written; make room or choose another folder.")
_NOT_ALLOWED = Message("printing", "Badges cannot be written to this folder. None was written; choose another folder.")
_FAILED = Message("printing", "The badge could not be written. Nothing was printed; choose another folder.")


CUPS = "ipp://localhost/"


def open_printer(address: str, medium: print_jobs.Medium) -> Printer:
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


def list_printers(cups: IppClient | None = None) -> tuple[print_jobs.FoundPrinter, ...]:
    """Return the printers of this computer. As slow as the print service: do not call in the windows' thread."""
    try:
        queues = (cups or ipp_client_for(CUPS)).printers(["printer-name", "printer-info", "media-size-supported"])
    except UncertainPrintError:
        return ()  # CUPS hangs, and Qt would hang for minutes too
    except PrinterError:
        found = qt_printers()
        return tuple(print_jobs.FoundPrinter(f"system:{name}", name, _sorted(media)) for name, media in found.items())
    return tuple(
        print_jobs.FoundPrinter(
            f"{CUPS}printers/{quote(name)}",
            ipp_printer.first_text(queue, "printer-info") or name,
            _sorted([print_jobs.Medium(*size) for size in ipp_printer.papers(queue)]),
        )
        for queue in queues
        if (name := ipp_printer.first_text(queue, "printer-name"))
    )


def _sorted(media: list[print_jobs.Medium]) -> tuple[print_jobs.Medium, ...]:
    return tuple(sorted(media, key=lambda m: (m.width * m.height, m.width)))


_NO_PRINTER = Message(
    "printing", "“{address}” is not a printer. Nothing was changed; the documentation lists the addresses."
)
