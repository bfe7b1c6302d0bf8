# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that do a desk's work without a window: `scan`, `phones`, `tie`."""

import argparse
import json
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from checkin import translation
from checkin.command_line.command import DONE, STORAGE_ERROR, USER_ERROR, add_event, desk_at, open_event_file
from checkin.core.answer import Answer
from checkin.core.attendee import CheckInMethod
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import CheckinError, Message, StorageError, UserError
from checkin.core.paper_entries import parse_paper_time
from checkin.core.phones import PhoneRole
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.privacy.person_data import find_person
from checkin.translation import translate

# `checkin scan`: check in by codes from arguments, standard input, pictures or a video, one line of JSON each.

LONGEST_LINE = 10_000
"""Characters of a line of standard input that are read; no code is longer."""


def scan_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument(
        "texts", metavar="TEXT", nargs="*", default=[], help="what a code says; - for one a line of standard input"
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--image", metavar="FILE", nargs="+")
    source.add_argument("--video", metavar="FILE")
    parser.add_argument("--at", metavar="CONTROL_POINT", help="its id in the programme; the first if left out")
    parser.add_argument("--desk", metavar="NAME", help="the desk's name in the journal")
    parser.add_argument("--written", metavar="8:45", help="they came at this time, as is written on paper")
    parser.set_defaults(refuse=parser.error)


def run_scan(chosen: argparse.Namespace) -> int:
    if bool(chosen.texts) + bool(chosen.image or chosen.video) != 1:
        chosen.refuse("one of the arguments TEXT --image --video is required, and only one")
    if "-" in chosen.texts and chosen.texts != ["-"]:
        raise UserError(Message("command", "Codes come either from standard input (-) or from the command, not both."))
    with open_event_file(chosen.event) as event:
        name = (chosen.desk or COMMAND_LINE_DESK).encode("utf-8", "replace").decode()
        desk = desk_at(event, name, chosen.at)
        if chosen.written is not None:
            desk.enter_from_paper(parse_paper_time(chosen.written, desk.now()))
        troubles: list[CheckinError] = []
        code = _answer_all(desk, _texts(chosen, troubles))
        return code or (USER_ERROR if troubles else DONE)


def _texts(chosen: argparse.Namespace, troubles: list[CheckinError]) -> Iterator[str]:
    """Yield the texts to scan. A picture that is unreadable or without a code is noted in `troubles` and skipped."""
    if chosen.video:
        from checkin.services.camera_reader import read_video_codes

        yield from read_video_codes(Path(chosen.video))
    elif chosen.image:
        for name in chosen.image:
            yield from _texts_of_image(Path(name), troubles)
    elif chosen.texts == ["-"]:
        yield from _lines_of_standard_input()
    else:
        yield from chosen.texts


def _texts_of_image(path: Path, troubles: list[CheckinError]) -> list[str]:
    from checkin.devices.decoder import decode_image

    try:
        texts = [s.text for s in decode_image(path)]
        if not texts:
            raise UserError(Message("command", "No code was found in “{name}”."), name=path.name)
    except UserError as error:
        troubles.append(error)
        print(translation.error_text(error), file=sys.stderr)
        return []
    return texts


def _lines_of_standard_input() -> Iterator[str]:
    """Yield one code per line. A line longer than `LONGEST_LINE` is one invalid code, cut."""
    while line := sys.stdin.readline(LONGEST_LINE):
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
            rest = sys.stdin.readline(LONGEST_LINE)
        if line.strip():
            yield line.rstrip("\r\n")


def _answer_all(desk: Desk, texts: Iterable[str]) -> int:
    """Answer and print each text before the next is read, even after the disk failed; return the exit code."""
    code = DONE
    for text in texts:
        try:
            answer = desk.scan(desk.resolve(text) or text)
        except StorageError as error:
            print(translation.error_text(error), file=sys.stderr)
            answer, code = desk.not_saved(text, CheckInMethod.CODE), STORAGE_ERROR
        print(json.dumps(_as_json(answer), ensure_ascii=False), flush=True)
        if answer.is_certificate:
            _explain(answer, desk)
    return code


def _explain(answer: Answer, desk: Desk) -> None:
    """Print the text of an answer."""
    from checkin.ui.look.answer_wording import answer_explanation, answer_title

    print(f"{answer_title(answer)}: {answer_explanation(answer, desk.programme)}.", file=sys.stderr)


def _as_json(answer: Answer) -> dict[str, object]:
    attendee = answer.attendee
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "ticket": answer.ticket,
        "name": attendee.name if attendee else "",
        "organisation": attendee.organisation if attendee else "",
        "category": attendee.category if attendee else "",
        "control_point": answer.control_point.id,
        "at": answer.at.isoformat(),
        "earlier_at": answer.earlier.at.isoformat() if answer.earlier.at else None,
        "earlier_desk": answer.earlier.desk or None,
        "entry": answer.entry.hex() if answer.entry else None,
        "read": answer.read,
    }


# `checkin phones`: let phones scan for this desk, until Ctrl+C.

LOOK_MS = 500
"""Milliseconds between two looks at who has connected, and at Ctrl+C, which Python sees only between two calls."""


def phones_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--watch", action="store_true", help="they see the live figures, and nothing else")
    parser.add_argument("--at", metavar="CONTROL_POINT", help="its id in the programme; the first if left out")
    parser.add_argument("--desk", metavar="NAME", help="the desk's name in the journal")
    parser.add_argument("--address", help="this computer's, where it is on several networks")
    parser.add_argument(
        "--unencrypted", action="store_true", help="no warning and no camera; anybody on the network can read along"
    )


def run_phones(chosen: argparse.Namespace) -> int:
    from PySide6.QtCore import QCoreApplication, QTimer

    from checkin.ui.phones.phone_listener import PhoneListener, reachable_addresses

    app = QCoreApplication.instance()
    assert app
    address = chosen.address or reachable_addresses()[0][0]
    with open_event_file(chosen.event) as event:
        desk = desk_at(event, chosen.desk or COMMAND_LINE_DESK, chosen.at)
        listener = PhoneListener(desk, DeskQueries(event))
        try:
            listener.listen(address, is_encrypted=not chosen.unencrypted)
        except (OSError, ValueError):
            raise UserError(_NO_SUCH_ADDRESS, address=address) from None
        role = PhoneRole.WATCH if chosen.watch else PhoneRole.SCAN
        shown: dict[str, str] = {}

        def look() -> None:
            if not listener.awaits(role):
                _print_invitation(listener.invite(role))
            for phone in listener.phones():
                if shown.get(phone.name) != phone.answered:
                    shown[phone.name] = phone.answered
                    print(f"{phone.name}: {phone.answered}", flush=True)

        if listener.fingerprint:
            print(translate(_CERTIFICATE, digest=listener.fingerprint))
        timer = QTimer(app, interval=LOOK_MS)
        timer.timeout.connect(look)
        timer.start()
        before = {number: signal.signal(number, lambda *_: app.quit()) for number in (signal.SIGINT, signal.SIGTERM)}
        look()
        app.exec()
        timer.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
        listener.stop()
    return DONE


def _print_invitation(address: str) -> None:
    """Print a code of half blocks, light on dark as terminals are, and the address in it."""
    from qrcode import QRCode

    code = QRCode(border=2)
    code.add_data(address)
    code.print_ascii(sys.stdout, invert=True)
    print(f"{address}\n{translate(_ONE_PHONE)}", flush=True)


_CERTIFICATE = Message("command", "The phone warns of the certificate, whose SHA-256 is {digest}.")
_ONE_PHONE = Message("command", "This code serves one phone; the next appears by itself. Ctrl+C disconnects all.")
_NO_SUCH_ADDRESS = Message("command", "Checkin cannot listen at {address}: it is no address of this computer.")


# `checkin tie`: make a code a person's, beside their other codes or in their place.


def tie_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("who", metavar="PERSON", help="one of their codes, or their id")
    parser.add_argument("code", metavar="CODE", help="what the new code says")
    parser.add_argument("--replace", action="store_true", help="their other codes are no longer valid")
    parser.add_argument("--desk", metavar="NAME", help="the desk's name in the journal")


def run_tie(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        desk = desk_at(event, chosen.desk or COMMAND_LINE_DESK, None)
        answer = desk.tying.tie(find_person(event, chosen.who), chosen.code, keeps=not chosen.replace)
    name = answer.attendee.name if answer.attendee else ""
    print(translate(_REPLACED if chosen.replace else _KEPT, code=answer.ticket, name=name))
    return DONE


_KEPT = Message("tie", "“{code}” is now {name}’s, beside their other codes.")
_REPLACED = Message("tie", "“{code}” is now {name}’s only valid code.")
