# SPDX-License-Identifier: GPL-3.0-or-later
"""Are the devices ready, and the other desks: whoever reads codes, prints badges, holds a second copy."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.printing import JobState, PrinterState
from checkin.core.ready.finding import Finding, Grade, Topic
from checkin.core.together.key_visit import KeyVisit
from checkin.core.together.status import Together
from checkin.core.words import Words


@dataclass(frozen=True, slots=True)
class CameraState:
    """`is_live` None: not started. `name` is "" where none was found. `read_at` is when it last read a code, a guest's
    or the one to try it with.
    """

    is_live: bool | None = None
    name: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScannerState:
    """`read_at` is when it last typed a code that is known; `keyboard` what its keys were put right from, "" if nothing
    had to be. `is_misread`: it typed something, and not what stands in the code.
    """

    read_at: datetime | None = None
    keyboard: str = ""
    is_misread: bool = False


@dataclass(frozen=True, slots=True)
class BadgeTrial:
    """A test badge: how far it is, None before one was asked for, and whether somebody found it in its place."""

    job: JobState | None = None
    is_in_place: bool | None = None


def of_camera(camera: CameraState, scanner: ScannerState) -> Finding:
    """A desk needs one of the two; that there is no camera is its way to work, that one fails is a fault."""
    fields = {"name": camera.name, "at": camera.read_at}
    if camera.is_live is None:
        return Finding(Topic.CAMERA, Grade.ASIDE, _STARTING)
    if not camera.is_live:
        grade = Grade.ASIDE if scanner.read_at or not camera.name else Grade.LOOK
        said, remedy = (_NO_PICTURE, _FREE_CAMERA) if camera.name else (_NO_CAMERA, _PLUG_CAMERA)
        return Finding(Topic.CAMERA, grade, said, remedy, fields)
    if camera.read_at:
        return Finding(Topic.CAMERA, Grade.WELL, _CAMERA_READ, None, fields)
    grade = Grade.ASIDE if scanner.read_at else Grade.UNTRIED
    return Finding(Topic.CAMERA, grade, _PICTURES, _SHOW_CODE, fields)


def of_scanner(scanner: ScannerState, camera: CameraState) -> Finding:
    """Where a camera reads, nobody needs a scanner; one that types the wrong letters is worse than none."""
    fields = {"at": scanner.read_at, "keyboard": scanner.keyboard}
    if scanner.is_misread:
        return Finding(Topic.SCANNER, Grade.LOOK, _MISREAD, _SET_SCANNER, fields)
    if scanner.read_at:
        said = _REPAIRED if scanner.keyboard else _SCANNER_READ
        return Finding(Topic.SCANNER, Grade.WELL, said, None, fields)
    grade = Grade.ASIDE if camera.read_at else Grade.UNTRIED
    return Finding(Topic.SCANNER, grade, _NO_SCANNER, _SCAN_CODE, fields)


def of_printer(name: str, state: PrinterState | None) -> Finding:
    """`name` "" where none is chosen; `state` None before anything was heard of it."""
    if not name:
        return Finding(Topic.PRINTER, Grade.ASIDE, _NO_PRINTER, _CHOOSE)
    if state is None:
        return Finding(Topic.PRINTER, Grade.ASIDE, _UNHEARD, None, {"name": name})
    if state.is_ready:
        return Finding(Topic.PRINTER, Grade.WELL, _PRINTER_READY, None, {"name": name})
    return Finding(Topic.PRINTER, Grade.LOOK, _TROUBLE, _ADVICE, {"name": name, "trouble": state.trouble})


def of_test_badge(trial: BadgeTrial) -> Finding:
    """Paper is judged by eye: only a person can say that everything is in its place."""
    if trial.is_in_place is not None:
        if trial.is_in_place:
            return Finding(Topic.TEST_BADGE, Grade.WELL, _IN_PLACE)
        return Finding(Topic.TEST_BADGE, Grade.LOOK, _OUT_OF_PLACE, _MEASURE)
    match trial.job:
        case None:
            return Finding(Topic.TEST_BADGE, Grade.UNTRIED, _NOT_PRINTED_YET, _PRINT_ONE)
        case JobState.WAITING | JobState.PRINTING:
            return Finding(Topic.TEST_BADGE, Grade.UNTRIED, _AT_PRINTER, _WAIT)
        case JobState.PRINTED | JobState.UNCERTAIN:
            return Finding(Topic.TEST_BADGE, Grade.UNTRIED, _PRINTED, _SAY)
        case _:
            return Finding(Topic.TEST_BADGE, Grade.LOOK, _FAILED, _PRINT_ONE)


def of_desks(together: Together) -> Finding:
    """The others are heard, or the desk is alone and lacks nothing."""
    if together.is_alone:
        return Finding(Topic.DESKS, Grade.ASIDE, _BY_KEY if together.key else _ALONE)
    if any(meeting.error for meeting in together.meetings):
        return Finding(Topic.DESKS, Grade.LOOK, _NOT_REACHED, _CHECK_PLACE)
    if silent := together.silent:
        fields = {"name": silent[0].name, "minutes": max(1, round(silent[0].age / 60))}
        return Finding(Topic.DESKS, Grade.LOOK, _SILENT, _GO_THERE, fields)
    if together.shared_names:
        fields = {"name": together.shared_names[0]}
        return Finding(Topic.DESKS, Grade.LOOK, _SAME_NAME, _RENAME, fields)
    if not together.desks:
        return Finding(Topic.DESKS, Grade.ASIDE, _NOBODY_YET)
    if not together.open_desks:
        return Finding(Topic.DESKS, Grade.ASIDE, _ALL_CLOSED)
    fields = {"count": len(together.open_desks), "seconds": together.heard_within}
    return Finding(Topic.DESKS, Grade.WELL, _ALL_HEARD, None, fields)


def of_copy(together: Together) -> Finding:
    """Whether what is recorded here is also anywhere else."""
    if together.is_alone:
        return _on_key(together.key) if together.key else Finding(Topic.COPY, Grade.ASIDE, _ONE_COPY, _MAKE_COPY)
    if not together.waiting:
        return Finding(Topic.COPY, Grade.WELL, _COPIED)
    return Finding(Topic.COPY, Grade.ASIDE, _PARTLY, None, {"waiting": together.waiting})


def _on_key(key: KeyVisit) -> Finding:
    if key.is_before_purge:
        return Finding(Topic.COPY, Grade.LOOK, _KEY_KNOWS, _ERASE_KEY, {"key": key.name})
    if not key.since:
        return Finding(Topic.COPY, Grade.WELL, _ON_KEY, None, {"key": key.name})
    return Finding(Topic.COPY, Grade.ASIDE, _SINCE_KEY, _MAKE_COPY, {"key": key.name, "since": key.since})


_STARTING = Words("ready", "The camera is being started.")
_NO_CAMERA = Words("ready", "No camera was found.")
_PLUG_CAMERA = Words("ready", "Plug one in, or go on with a scanner: it is enough.")
_NO_PICTURE = Words("ready", "{name} delivers no picture.")
_FREE_CAMERA = Words(
    "ready",
    "Close other programs that use it, or choose another in the settings; a scanner is enough too.",
)
_CAMERA_READ = Words("ready", "{name} delivers pictures, and read a code at {at}.")
_PICTURES = Words("ready", "{name} delivers pictures; it has read no code yet.")
_SHOW_CODE = Words("ready", "Take a photo of the test code with a phone, and hold it before the camera.")
_MISREAD = Words("ready", "The scanner typed something that nobody knows.")
_SET_SCANNER = Words(
    "ready", "Scan the test code. If this stays, set the scanner to a US keyboard: its manual has a code for that."
)
_SCANNER_READ = Words("ready", "The scanner typed a code at {at}, letter by letter.")
_REPAIRED = Words(
    "ready", "The scanner typed a code at {at}. This keyboard is {keyboard}, the scanner’s is not: it was put right."
)
_NO_SCANNER = Words("ready", "No scanner has typed a code yet.")
_SCAN_CODE = Words("ready", "If there is one: scan the test code from this screen.")
_NO_PRINTER = Words("ready", "No printer is chosen: no badges are printed here.")
_CHOOSE = Words("ready", "If guests are to get a badge, choose one in the settings.")
_UNHEARD = Words("ready", "{name}: nothing heard of it yet.")
_PRINTER_READY = Words("ready", "{name} is ready.")
_TROUBLE = Words("ready", "{name}: {trouble}.")
_ADVICE = Words("ready", "{advice}")
_NOT_PRINTED_YET = Words("ready", "No test badge was printed yet.")
_PRINT_ONE = Words("ready", "Print a test badge, and look whether everything is in its place.")
_AT_PRINTER = Words("ready", "The test badge is on its way.")
_WAIT = Words("ready", "Go to the printer and wait for it.")
_PRINTED = Words("ready", "The test badge is printed.")
_SAY = Words("ready", "Say whether it came out, whole and in its place.")
_IN_PLACE = Words("ready", "A test badge came out in its place.")
_OUT_OF_PLACE = Words("ready", "The test badge is not in its place.")
_MEASURE = Words("ready", "Measure it and type what you measured in the settings of printers; then print another one.")
_FAILED = Words("ready", "The test badge did not come out.")
_ALONE = Words("ready", "This desk works alone.")
_NOT_REACHED = Words("ready", "Where the desks meet cannot be reached. Arrivals are recorded here all the same.")
_CHECK_PLACE = Words("ready", "Check the network, the share or the key; where it is, the settings say.")
_SILENT = Words("ready", "“{name}” was not heard for {minutes} min: its arrivals may be missing here.")
_GO_THERE = Words("ready", "Go and see whether Checkin is open there and reaches the same place.")
_NOBODY_YET = Words("ready", "No other desk was here yet.")
_ALL_CLOSED = Words("ready", "No other desk is at work now.")
_SAME_NAME = Words("ready", "Two desks are called “{name}”.")
_RENAME = Words("ready", "Give one of them another name, in its settings.")
_ALL_HEARD = Words("ready", "Other desks, all heard in the last {seconds} s: {count}.")
_BY_KEY = Words("ready", "This desk meets the others by a key.")
_ON_KEY = Words("ready", "What is recorded here is also on the key {key}.")
_SINCE_KEY = Words("ready", "Recorded here since the key {key} was here: {since}.")
_KEY_KNOWS = Words("ready", "Personal data was erased here; the key {key} still has it.")
_ERASE_KEY = Words("ready", "Put the key in once more (⋮, “Other desks…”): what it has is erased too.")
_ONE_COPY = Words("ready", "What is recorded is on this computer alone.")
_MAKE_COPY = Words("ready", "A USB key now and then is enough for a second copy.")
_COPIED = Words("ready", "What is recorded here is also where the desks meet.")
_PARTLY = Words("ready", "Records on their way to the other desks: {waiting}.")
