# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration without a screen: drives the real window with a video of attendees, and saves the results to a
folder.
"""

import json
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from checkin import error_handler, paths
from checkin.application import desk_program
from checkin.core.answer import Answer
from checkin.core.decision import Reason, Verdict
from checkin.core.message import CheckinError, Message, UserError
from checkin.services.demo_event import make_demo
from checkin.services.exports.attendance_export import export_attendance
from checkin.translation import translate

AFTERGLOW_MS = 1_500
"""Milliseconds after the last frame of the video, for codes that are still being decoded."""

PICTURED = {Reason.WELCOME: "desk", Reason.ALREADY_ARRIVED: "already-arrived", Reason.UNKNOWN: "unknown-code"}
PICTURES = (*PICTURED.values(), "idle")
PICTURE_AFTER_MS = 350
"""Milliseconds after an answer, while the attendee's code and its outline are still visible."""


def demonstrate(spoken: str | None, folder: Path) -> int:
    """Check in everyone in the video; write demo.checkin, pictures, arrivals.jsonl and the attendance to `folder`.
    Return 0.
    """
    _make(folder)
    for ours in [*folder.glob("demo.checkin*"), *(folder / f"{name}.png" for name in PICTURES)]:
        ours.unlink(missing_ok=True)  # never the folder: it may hold a user's files
    event, now = make_demo(folder, paths.resources() / "demo", time.monotonic)
    program = desk_program.DeskProgram(event, now, spoken)
    print(translate(_BEGINS, folder=folder), flush=True)
    error_handler.install_error_handler(lambda error: print(error), print)
    answers: list[Answer] = []
    program.window.answered.connect(answers.append)
    program.window.answered.connect(lambda answer: _picture(program, answer, folder))
    try:
        _play(program)
        program.window.rest()
        program.shell.grab().save(str(folder / "idle.png"))
        _leave(answers, folder)
        for kind in ("xlsx", "csv"):
            export_attendance(event, folder / f"attendance.{kind}", translate)
    finally:
        program.stop()
    arrived = sum(a.verdict is Verdict.ADMIT for a in answers)
    print(translate(_ENDS, scans=len(answers), arrived=arrived, folder=folder.resolve()))
    return 0


def _play(program: desk_program.DeskProgram) -> None:
    """Play the video, and return a moment after its end. Raises `CheckinError` if it cannot be played."""
    loop = QEventLoop()
    lost: list[CheckinError] = []

    def give_up(error: CheckinError) -> None:
        if program.devices.reading.is_video:  # after the video the camera is tried, and there may be none
            lost.append(error)
            loop.quit()

    def watch() -> None:
        program.devices.reading.ended.connect(lambda: QTimer.singleShot(AFTERGLOW_MS, loop.quit))
        program.devices.reading.lost.connect(give_up)

    program.ready.connect(watch)
    program.start(paths.resources() / "demo" / "queue.mp4")
    loop.exec()
    if lost:
        raise lost[0]


_ENDS = Message(
    "demo",
    "{scans} {scans:code|codes} read from the video, {arrived} {arrived:person|people} arrived. Look in {folder}",
)
_BEGINS = Message("demo", "Playing a 53-second video, without a window. The results go to {folder}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise UserError(
            Message("demo", "The folder {folder} cannot be created. Nothing was changed; choose another."),
            folder=folder,
        ) from exc


def _picture(program: desk_program.DeskProgram, answer: Answer, folder: Path) -> None:
    """Save a picture for each kind of answer, replaced by the next of its kind; a welcome gives the picture "desk"."""
    name = PICTURED.get(answer.reason)
    if name:
        path = folder / f"{name}.png"
        QTimer.singleShot(PICTURE_AFTER_MS, lambda: program.shell.grab().save(str(path)))


def _leave(answers: list[Answer], folder: Path) -> None:
    with (folder / "arrivals.jsonl").open("w", encoding="utf-8") as file:
        for answer in answers:
            name = answer.attendee.name if answer.attendee else ""
            line = {"at": answer.at.isoformat(), "verdict": answer.verdict, "reason": answer.reason}
            file.write(json.dumps({**line, "ticket": answer.ticket, "name": name}, ensure_ascii=False) + "\n")
