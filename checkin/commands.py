# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line's verbs, each a few lines over `desk`. Results go to standard output, trouble to standard error."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from checkin import faults, language
from checkin.core.answer import Answer
from checkin.core.errors import CheckinError, DeviceError, StorageError, UserError
from checkin.core.model import How
from checkin.core.paper import read_written
from checkin.core.printing import JobState
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.devices.screen import has_screen
from checkin.language import say

DONE, FOUND_PROBLEMS, NOT_UNDERSTOOD, USER_ERROR, STORAGE_ERROR, DEVICE_ERROR = range(6)
"""Exit codes. 2 is also what the parser of arguments answers with."""

COMMAND_LINE_DESK = "CLI"
LONGEST_LINE = 10_000


def run(chosen: argparse.Namespace) -> int:
    """Carry out one command. Errors of the world become a sentence and an exit code; bugs are not caught."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # whatever the pipe or the locale
    faults.log_what_qt_says()
    language.install(_application(chosen), chosen.language)
    try:
        return _COMMANDS[chosen.command](chosen)
    except CheckinError as error:
        print(language.sentence(error), file=sys.stderr)
        return _exit_code(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: nothing more to say
        return DONE


def _application(chosen: argparse.Namespace) -> QCoreApplication:
    """Windows want one kind, drawing another, the rest a third; without a screen one draws where nobody looks."""
    if chosen.command in ("badges", "paper", "print", "sheets", "certificates", "verify", "selftest"):
        from PySide6.QtGui import QGuiApplication

        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return QCoreApplication.instance() or QGuiApplication([])
    if chosen.command not in ("start", "open", "demo"):
        return QCoreApplication.instance() or QCoreApplication([])
    from checkin import app

    if not has_screen() or (chosen.command == "demo" and _is_unseen(chosen)):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return app.application()


def _is_unseen(chosen: argparse.Namespace) -> bool:
    return bool(chosen.no_window or chosen.into)


def _exit_code(error: CheckinError) -> int:
    kinds = ((StorageError, STORAGE_ERROR), (DeviceError, DEVICE_ERROR))
    return next((code for kind, code in kinds if isinstance(error, kind)), USER_ERROR)


def _start(chosen: argparse.Namespace) -> int:
    from checkin import app

    _want_screen()
    return app.start(chosen.language)


def _open(chosen: argparse.Namespace) -> int:
    from checkin import app

    event = EventFile.open(Path(chosen.event))
    _want_screen()
    return app.run(event, event.clock(), chosen.language, Path(chosen.video) if chosen.video else None)


def _demo(chosen: argparse.Namespace) -> int:
    from checkin import app

    if has_screen() and not _is_unseen(chosen):
        return app.demo(chosen.language)
    from checkin.demonstration import demonstrate

    return demonstrate(chosen.language, Path(chosen.into or "demo-output"))


def _want_screen() -> None:
    if not has_screen():
        raise DeviceError(
            Words("command", "There is no screen for the window of the desk. Without one, use checkin scan.")
        )


def _import(chosen: argparse.Namespace) -> int:
    from checkin import import_command, programme_command

    if chosen.undo:
        with _opened(Path(chosen.event)) as event:
            import_command.undo(event, desk=COMMAND_LINE_DESK)
        return DONE
    source, desk = Path(chosen.list), COMMAND_LINE_DESK
    if programme_command.is_programme(source):
        return _import_programme(chosen, source)
    columns, same = tuple(chosen.map), tuple(chosen.same)
    wishes = import_command.Wishes(chosen.sheet, chosen.encoding, columns, chosen.split_names, same)
    if chosen.dry_run:
        with _opened_if_there(Path(chosen.event)) as there:
            found_problems = import_command.preview(there, source, wishes)
    else:
        with _opened(Path(chosen.event), may_create=source.exists()) as event:
            gone = chosen.cancel_gone
            found_problems = import_command.bring_list(event, source, wishes, desk=desk, cancel_gone=gone)
    return FOUND_PROBLEMS if found_problems else DONE


def _import_programme(chosen: argparse.Namespace, source: Path) -> int:
    from checkin import programme_command

    if chosen.dry_run:
        with _opened_if_there(Path(chosen.event)) as there:
            found_problems = programme_command.preview(there, source)
    else:
        with _opened(Path(chosen.event), may_create=source.exists()) as event:
            gone = chosen.remove_gone
            found_problems = programme_command.bring(event, source, desk=COMMAND_LINE_DESK, removes_gone=gone)
    return FOUND_PROBLEMS if found_problems else DONE


def _badges(chosen: argparse.Namespace) -> int:
    from checkin import badge_command
    from checkin.desk.badge_templates import templates_named
    from checkin.desk.badges import Order, shipped

    stock = badge_command.stock_named(chosen.sheet)
    otherwise = chosen.sheet if chosen.sheet in shipped() else "a6"
    with _opened(Path(chosen.event)) as event:
        templates = templates_named(event, chosen.template or (), otherwise)
        badges = badge_command.badges_for(event, templates, chosen.category, Order(chosen.order))
    return FOUND_PROBLEMS if badge_command.write(Path(chosen.out), badges, stock, max(0, chosen.used)) else DONE


def _print(chosen: argparse.Namespace) -> int:
    from checkin import print_command

    with _opened(Path(chosen.event)) as event:
        desk = Desk(event, event.clock(), COMMAND_LINE_DESK)
        wish = print_command.Wish(tuple(chosen.ticket), chosen.printer, chosen.template, chosen.why, chosen.wait)
        states = set(print_command.print_badges(event, desk, wish))
    if states & {JobState.FAILED, JobState.CANCELLED}:
        return DEVICE_ERROR
    return DONE if states == {JobState.PRINTED} else FOUND_PROBLEMS


def _codes(chosen: argparse.Namespace) -> int:
    from checkin.desk.export_codes import export_codes

    with _opened(Path(chosen.event)) as event:
        count = export_codes(event, Path(chosen.folder), say)
    print(say(Words("command", "{count} codes written to {folder}."), count=count, folder=chosen.folder))
    return DONE


def _scan(chosen: argparse.Namespace) -> int:
    if "-" in chosen.text and chosen.text != ["-"]:
        raise UserError(Words("command", "Codes come either from standard input (-) or from the command, not both."))
    with _opened(Path(chosen.event)) as event:
        name = (chosen.desk or COMMAND_LINE_DESK).encode("utf-8", "replace").decode()
        desk = _desk_at(event, name, chosen.at)
        if chosen.written is not None:
            desk.enter_from_paper(read_written(chosen.written, desk.now()))
        troubles: list[CheckinError] = []
        code = _answer_all(desk, _texts(chosen, troubles))
        return code or (USER_ERROR if troubles else DONE)


def _desk_at(event: EventFile, name: str, at: str | None) -> Desk:
    """A desk at the control point of this id, or at the first; `UserError` for one that is not planned."""
    desk = Desk(event, event.clock(), name, at or "")
    if at and desk.control_point.id != at:
        known = ", ".join(p.id for p in desk.programme.control_points)
        raise UserError(
            Words("command", "There is no control point “{name}”. This event has: {known}."), name=at, known=known
        )
    return desk


def _paper(chosen: argparse.Namespace) -> int:
    from checkin import paper_command

    with _opened(Path(chosen.event)) as event:
        paper_command.write(event, Path(chosen.out), _desk_at(event, COMMAND_LINE_DESK, chosen.at))
    return DONE


def _remote(chosen: argparse.Namespace) -> int:
    from checkin import remote_command

    wish = remote_command.wish_of(chosen.zone, chosen.encoding, chosen.least, tuple(chosen.same))
    with _opened(Path(chosen.event)) as event:
        if chosen.dry_run:
            is_doubtful = remote_command.preview(event, Path(chosen.log), wish)
        else:
            is_doubtful = remote_command.bring(event, Path(chosen.log), wish, COMMAND_LINE_DESK)
    return FOUND_PROBLEMS if is_doubtful else DONE


def _texts(chosen: argparse.Namespace, troubles: list[CheckinError]) -> Iterator[str]:
    """What there is to scan. A picture that cannot be read, or holds no code, is noted and the next is looked at."""
    if chosen.video:
        from checkin.desk.reading import texts_of_film

        yield from texts_of_film(Path(chosen.video))
    elif chosen.image:
        for name in chosen.image:
            yield from _texts_of_image(Path(name), troubles)
    elif chosen.text == ["-"]:
        yield from _lines_of_standard_input()
    else:
        yield from chosen.text


def _texts_of_image(path: Path, troubles: list[CheckinError]) -> list[str]:
    from checkin.devices.decoder import decode_image

    try:
        texts = [s.text for s in decode_image(path)]
        if not texts:
            raise UserError(Words("command", "No code was found in “{name}”."), name=path.name)
    except UserError as error:
        troubles.append(error)
        print(language.sentence(error), file=sys.stderr)
        return []
    return texts


def _lines_of_standard_input() -> Iterator[str]:
    """One code a line. A line too long for any code is one bad code, whatever its rest says."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    while line := sys.stdin.readline(LONGEST_LINE):
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
            rest = sys.stdin.readline(LONGEST_LINE)
        if line.strip():
            yield line.rstrip("\r\n")


def _answer_all(desk: Desk, texts: Iterable[str]) -> int:
    """Each text is answered and printed before the next is read. A disk that fails does not end the series."""
    code = DONE
    for text in texts:
        try:
            answer = desk.scan(desk.resolve(text) or text)
        except StorageError as error:
            print(language.sentence(error), file=sys.stderr)
            answer, code = desk.not_saved(text, How.CODE), STORAGE_ERROR
        print(json.dumps(_as_json(answer), ensure_ascii=False), flush=True)
    return code


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
        "earlier_at": answer.earlier_at.isoformat() if answer.earlier_at else None,
        "earlier_desk": answer.earlier_desk or None,
        "entry": answer.entry.hex() if answer.entry else None,
        "read": answer.read,
    }


def _speakers(chosen: argparse.Namespace) -> int:
    from checkin import speakers_command

    with _opened(Path(chosen.event)) as event:
        return FOUND_PROBLEMS if speakers_command.tell(event) else DONE


def _live(chosen: argparse.Namespace) -> int:
    from checkin import live_command

    with _opened(Path(chosen.event)) as event:
        live_command.tell(event)
    return DONE


def _export(chosen: argparse.Namespace) -> int:
    from checkin import export_command

    wished = export_command.wished(chosen.preset, chosen.columns, is_anonymous=chosen.anonymous)
    with _opened(Path(chosen.event)) as event:
        export_command.export(event, Path(chosen.out), wished)
    return DONE


def _sheets(chosen: argparse.Namespace) -> int:
    from checkin import papers_command
    from checkin.core.sign_in import SheetOrder
    from checkin.desk.papers import SheetsWish

    wish = SheetsWish(is_blank=chosen.blank, order=SheetOrder(chosen.order))
    with _opened(Path(chosen.event)) as event:
        papers_command.sheets(event, Path(chosen.out), chosen.session, wish, chosen.logo)
    return DONE


def _certificates(chosen: argparse.Namespace) -> int:
    from checkin import papers_command

    with _opened(Path(chosen.event)) as event:
        papers_command.certificates(event, Path(chosen.out), chosen.logo)
    return DONE


def _verify(chosen: argparse.Namespace) -> int:
    from checkin import papers_command

    with _opened(Path(chosen.event)) as event:
        return DONE if papers_command.verify_code(event, chosen.code) else FOUND_PROBLEMS


def _programme(chosen: argparse.Namespace) -> int:
    from checkin import programme_command

    with _opened(Path(chosen.event)) as event:
        programme_command.save(event, Path(chosen.out))
    return DONE


def _sync(chosen: argparse.Namespace) -> int:
    from checkin import sync_command

    with _opened(Path(chosen.event)) as event:
        sync_command.sync(event, chosen.address, desk=COMMAND_LINE_DESK, watches=chosen.watch)
    return DONE


def _conflicts(chosen: argparse.Namespace) -> int:
    from checkin import sync_command

    with _opened(Path(chosen.event)) as event:
        return FOUND_PROBLEMS if sync_command.conflicts(event) else DONE


def _hub_init(chosen: argparse.Namespace) -> int:
    from checkin import hub_command

    event = _public_id(chosen.event)
    notifies = None if chosen.notify is None else chosen.notify == "on"
    hub_command.set_up(chosen.url, event, desks=chosen.desks, notifies=notifies, reached_at=chosen.address)
    return DONE


def _hub_desk(chosen: argparse.Namespace) -> int:
    from checkin import hub_command

    event = _public_id(chosen.event)
    if chosen.revoke:
        hub_command.revoke(chosen.url, event, chosen.name)
    else:
        hub_command.admit(chosen.url, event, chosen.name, reached_at=chosen.address)
    return DONE


def _public_id(path: str | None) -> str:
    """By which a hub knows the event of this file; "" for none named."""
    if path is None:
        return ""
    with _opened(Path(path)) as event:
        return event.key.event


def _purge(chosen: argparse.Namespace) -> int:
    from checkin import privacy_command

    record = Path(chosen.certificate) if chosen.certificate else None
    with _opened(Path(chosen.event)) as event:
        if not chosen.yes:
            privacy_command.show(event)
            return DONE
        is_clean = privacy_command.purge(event, record, desk=COMMAND_LINE_DESK)
    return DONE if is_clean else FOUND_PROBLEMS


def _person(chosen: argparse.Namespace) -> int:
    from checkin import privacy_command

    with _opened(Path(chosen.event)) as event:
        privacy_command.give(event, chosen.who, Path(chosen.out))
    return DONE


def _ready(chosen: argparse.Namespace) -> int:
    from checkin import ready_command

    with _opened(Path(chosen.event)) as event:
        return DONE if ready_command.ready(event, as_json=chosen.json) else FOUND_PROBLEMS


def _check(chosen: argparse.Namespace) -> int:
    from checkin import check_command

    with _opened(Path(chosen.event)) as event:
        if chosen.against:
            found = check_command.against(event, Path(chosen.against))
        else:
            found = check_command.check(event, rebuilds=chosen.rebuild)
    return FOUND_PROBLEMS if found else DONE


def _selftest(chosen: argparse.Namespace) -> int:
    from checkin import selftest_command

    return DONE if selftest_command.run(as_json=chosen.json) else FOUND_PROBLEMS


@contextlib.contextmanager
def _opened(path: Path, may_create: bool = False) -> Iterator[EventFile]:
    """The event file for the length of a `with`, made first if that was asked for, and not left behind on an error."""
    is_new = may_create and not path.exists()
    event = EventFile.create(path) if is_new else EventFile.open(path)
    try:
        yield event
    except CheckinError:
        event.close()
        if is_new:
            EventFile.remove(path)
        raise
    event.close()


@contextlib.contextmanager
def _opened_if_there(path: Path) -> Iterator[EventFile | None]:
    """For what only looks: an event that is not there yet is not made."""
    if not path.exists():
        yield None
        return
    with _opened(path) as event:
        yield event


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "start": _start,
    "open": _open,
    "demo": _demo,
    "import": _import,
    "codes": _codes,
    "badges": _badges,
    "print": _print,
    "scan": _scan,
    "paper": _paper,
    "remote": _remote,
    "speakers": _speakers,
    "live": _live,
    "export": _export,
    "sheets": _sheets,
    "certificates": _certificates,
    "verify": _verify,
    "programme": _programme,
    "sync": _sync,
    "conflicts": _conflicts,
    "hub-init": _hub_init,
    "hub-desk": _hub_desk,
    "purge": _purge,
    "person": _person,
    "ready": _ready,
    "check": _check,
    "selftest": _selftest,
}
