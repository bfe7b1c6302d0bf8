# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to a printer or to CUPS in IPP (RFC 8011). Judges no answer: `ipp_states` does.

Raises `PrinterError`: a job was certainly not taken, unless it is an `UncertainPrintError`.
"""

import getpass
import itertools
from collections.abc import Sequence
from enum import IntEnum

from checkin.core.lists.cell_text import one_line
from checkin.core.message import Message
from checkin.devices.ipp_http import UNREADABLE, Endpoint, IppTimeouts, post_message
from checkin.devices.ipp_message import (
    Attributes,
    IppAttribute,
    IppGroupTag,
    IppResponse,
    IppValueTag,
    MalformedIppError,
    decode_response,
    encode_request,
)
from checkin.devices.printer import PrinterError, UncertainPrintError

NOT_FOUND = 0x0406
LONGEST_REASON = 300
"""Letters of a printer's own message that are shown."""
_REFUSALS_FROM = 0x0100

IppGroups = Sequence[tuple[IppGroupTag, Sequence[IppAttribute]]]


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB = 0x0009
    GET_PRINTER = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class IppRefusedError(PrinterError):
    """A refusal. `status` is that of IPP or HTTP; `reason` is the printer's text."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason.rstrip(".") or f"{status:#06x}"
        super().__init__(_REFUSED, reason=self.reason)


class IppClient:
    """A client of one printer or CUPS. `language` is that of the printer's messages. No call exceeds its time limit."""

    def __init__(self, endpoint: Endpoint, limits: IppTimeouts | None = None, language: str = "en") -> None:
        self.endpoint = endpoint
        self._limits = limits or IppTimeouts()
        self._language = language
        self._requests = itertools.count(1)

    def printer(self, wanted: Sequence[str]) -> Attributes:
        return self._only(IppGroupTag.PRINTER, self._ask(Operation.GET_PRINTER, [*self._named(), *_wanted(wanted)]))

    def printers(self, wanted: Sequence[str]) -> list[Attributes]:
        """Return the attributes of all queues; CUPS only."""
        return self._ask(Operation.CUPS_GET_PRINTERS, _wanted(wanted)).of(IppGroupTag.PRINTER)

    def job(self, number: int, wanted: Sequence[str]) -> Attributes:
        return self._only(IppGroupTag.JOB, self._ask(Operation.GET_JOB, [*self._named(number), *_wanted(wanted)]))

    def cancel(self, number: int) -> None:
        self._ask(Operation.CANCEL_JOB, self._named(number))

    def print_job(self, document: bytes, about: Sequence[IppAttribute], how: Sequence[IppAttribute]) -> int:
        """Print a document; return the job's number. `about`: its name and format; `how`: the job's settings."""
        groups = [(IppGroupTag.OPERATION, [*self._named(), *about]), (IppGroupTag.JOB, how)]
        job = self._only(IppGroupTag.JOB, self._send(Operation.PRINT_JOB, groups, document, self._limits.job))
        number = next(iter(job.get("job-id", [])), None)
        if not isinstance(number, int):
            raise self._unreadable()
        return number

    def _named(self, job: int | None = None) -> list[IppAttribute]:
        """Return the printer, the job and the user, in the order that RFC 8011 requires."""
        number = [IppAttribute(IppValueTag.INTEGER, "job-id", [job])] if job is not None else []
        user = IppAttribute(IppValueTag.NAME, "requesting-user-name", [getpass.getuser()])
        return [IppAttribute(IppValueTag.URI, "printer-uri", [self.endpoint.uri]), *number, user]

    def _ask(self, operation: Operation, about: Sequence[IppAttribute]) -> IppResponse:
        return self._send(operation, [(IppGroupTag.OPERATION, about)], b"", self._limits.answer)

    def _send(self, operation: Operation, groups: IppGroups, document: bytes, seconds: float) -> IppResponse:
        number = next(self._requests)
        (part, about), *others = groups
        head = [
            IppAttribute(IppValueTag.CHARSET, "attributes-charset", ["utf-8"]),
            IppAttribute(IppValueTag.LANGUAGE, "attributes-natural-language", [self._language]),
        ]
        message = encode_request(operation, number, [(part, [*head, *about]), *others])
        status, content = post_message(self.endpoint, message + document, self._limits, seconds)
        if 400 <= status < 500:
            raise IppRefusedError(status, f"HTTP {status}")
        answer = self._read(content)
        if status != 200 or answer.request != number:
            raise self._unreadable()
        if answer.status >= _REFUSALS_FROM:
            raise IppRefusedError(answer.status, _reason(answer))
        return answer

    def _read(self, content: bytes) -> IppResponse:
        try:
            return decode_response(content)
        except MalformedIppError as exc:
            raise self._unreadable() from exc

    def _only(self, part: IppGroupTag, answer: IppResponse) -> Attributes:
        found = answer.of(part)
        if not found:
            raise self._unreadable()
        return found[0]

    def _unreadable(self) -> UncertainPrintError:
        return UncertainPrintError(UNREADABLE, host=self.endpoint.host)


def _wanted(names: Sequence[str]) -> list[IppAttribute]:
    return [IppAttribute(IppValueTag.KEYWORD, "requested-attributes", names)]


def _reason(answer: IppResponse) -> str:
    """Return the printer's own message, "" if there is none."""
    parts = [text for group in answer.of(IppGroupTag.OPERATION) for text in group.get("status-message", [])]
    return one_line(next((text for text in parts if isinstance(text, str)), ""))[:LONGEST_REASON]


_REFUSED = Message("printing", "The printer rejected the badge: {reason}. Nothing was printed.")
