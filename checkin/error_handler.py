# SPDX-License-Identifier: GPL-3.0-or-later
"""The one error handler of the program, its log, and the sentence that admits a bug. Expected errors are shown to the
user.

Never writes a name or an e-mail address: of an exception only types and places, of library messages only plain words
(`core.support`).
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler

from checkin.core.message import CheckinError, Message, told_error
from checkin.core.support import redact_message, redacted_traceback
from checkin.paths import LOG
from checkin.translation import translate

_log = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes of a log file, after which a new one is begun."""

FAULT = Message(
    "app", "Checkin has made a mistake. Everything recorded is safe; carry on. Details are in the log file."
)


def install_error_handler(fail: Callable[[CheckinError], None], report: Callable[[str], None]) -> None:
    """Handle uncaught errors with these functions from now on, also in slots and threads.

    `fail` receives expected errors (`CheckinError`, and a lack of memory as one), `report` a sentence about a bug.
    """

    def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if told := told_error(error):
            _log.warning("%s: %s", kind.__name__, told.words.text)
            fail(told)
        elif issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
        else:
            _log.error("fault", exc_info=(kind, error, trace))
            report(translate(FAULT))

    sys.excepthook = handle
    sys.unraisablehook = _note_unraisable


def log_error(fault: Exception) -> None:
    """Log an error of a thread that goes on in spite of it; the user sees nothing."""
    _log.error("fault", exc_info=fault)


def _note_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Log an error that cannot be raised. Python itself would print its message, with values, to the terminal."""
    if unraisable.exc_value:
        _log.error("fault", exc_info=(unraisable.exc_type, unraisable.exc_value, unraisable.exc_traceback))


def log_qt_messages() -> None:
    """Send Qt's messages (missing sound servers, the streams of a video) to the log instead of the terminal."""
    levels = {QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL}

    def take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        logging.getLogger(context.category or "qt").log(levels.get(kind, logging.INFO), "%s", message)

    qInstallMessageHandler(take)
    logging.getLogger().addHandler(logging.NullHandler())  # until `start_logging`: nothing goes to the terminal
    QLoggingCategory.setFilterRules("qt.multimedia.*.info=false")  # FFmpeg would print each video's streams itself


def start_logging(folder: Path) -> None:
    """Log to a file in this folder, three of `LARGEST` in all. If it cannot be written the program goes on without."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(folder / LOG, maxBytes=LARGEST, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def stop_logging() -> None:
    """Close the log file, so that it can be removed."""
    for handler in list(logging.getLogger().handlers):
        if isinstance(handler.formatter, RedactingFormatter):
            logging.getLogger().removeHandler(handler)
            handler.close()


class _LogFile(RotatingFileHandler):
    """The log file, which becomes larger while it cannot be renamed: on Windows a second Checkin has it open too."""

    def rotate(self, source: str, dest: str) -> None:
        with suppress(OSError):
            super().rotate(source, dest)

    def handleError(self, record: logging.LogRecord) -> None:
        """Do without a message that cannot be written. The base class would print it, with its values."""


class RedactingFormatter(logging.Formatter):
    """A log formatter that removes personal data.

    Checkin's own messages are written as they are (tests/test_error_handler.py checks each); messages of libraries, and
    exceptions, are written without values.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text, formatted anew: the record may hold an exception text of another formatter."""
        text = record.getMessage()
        record.message = text if record.name.partition(".")[0] == "checkin" else redact_message(text)
        record.asctime = self.formatTime(record)
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([self.formatMessage(record), *(redacted_traceback(error) if error else [])])
