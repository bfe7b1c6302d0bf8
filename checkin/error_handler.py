# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's one handler of errors, and its log. Errors of the world are told, bugs are logged and admitted.

Never writes a name or an e-mail: of an error its types and places, of what libraries say plain words (`core.nameless`).
"""

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QLoggingCategory,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)

from checkin.core.errors import CheckinError
from checkin.core.log_redaction import redact_message, redacted_traceback
from checkin.core.message import Message
from checkin.desk.computer.app_folder import LOG
from checkin.language import translate

_log = logging.getLogger(__name__)

FAULT = Message(
    "app", "The program itself made a mistake. What was recorded is safe; go on. Details are in the log file."
)


def install_error_handler(fail: Callable[[CheckinError], None], tell: Callable[[str], None]) -> None:
    """From now on errors that no one caught, in slots and threads too, are told through these."""

    def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, CheckinError):
            _log.warning("%s: %s", kind.__name__, error.words.text)
            fail(error)
        elif issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
        else:
            _log.error("fault", exc_info=(kind, error, trace))
            tell(translate(FAULT))

    sys.excepthook = handle
    sys.unraisablehook = _note_unraisable


def log_error(fault: Exception) -> None:
    """Of a thread that goes on all the same: logged, and nobody is disturbed."""
    _log.error("fault", exc_info=fault)


def _note_unraisable(told: "sys.UnraisableHookArgs") -> None:
    """Where nobody could be told. Python itself would write the message, and what is in it, to the terminal."""
    if told.exc_value:
        _log.error("fault", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))


def log_qt_messages() -> None:
    """Qt's own remarks (missing sound servers, the streams of a film) go to the log instead of the terminal."""
    levels = {QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL}

    def take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        logging.getLogger(context.category or "qt").log(levels.get(kind, logging.INFO), "%s", message)

    qInstallMessageHandler(take)
    logging.getLogger().addHandler(logging.NullHandler())  # until `start_logging`: nothing of it on the terminal
    QLoggingCategory.setFilterRules("qt.multimedia.*.info=false")  # FFmpeg would print each film's streams itself


def start_logging(folder: Path) -> None:
    """Log to a file in this folder, at most 3 MB in all. Where none can be written the program goes on without."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / LOG, maxBytes=1 << 20, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def stop_logging() -> None:
    """The file is nobody's from now on: it may be removed."""
    for handler in list(logging.getLogger().handlers):
        if isinstance(handler.formatter, RedactingFormatter):
            logging.getLogger().removeHandler(handler)
            handler.close()


class RedactingFormatter(logging.Formatter):
    """What this program logs is written as it is: each of its sentences is looked at in tests/test_error_handler.py. What
    others say, and what exceptions carry, is written without values.
    """

    def format(self, record: logging.LogRecord) -> str:
        """All of it anew: what another formatter of the process made of the exception is kept in the record."""
        said = record.getMessage()
        record.message = said if record.name.partition(".")[0] == "checkin" else redact_message(said)
        record.asctime = self.formatTime(record)
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([self.formatMessage(record), *(redacted_traceback(error) if error else [])])
