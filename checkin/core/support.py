# SPDX-License-Identifier: GPL-3.0-or-later
"""What a problem report may say, and what is known of newer releases."""

import errno
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from checkin.core.message import CheckinError

MOST_LINKS, MOST_PLACES = 8, 40
"""The most errors of a chain, and the most places of each."""
ELSEWHERE = "elsewhere"
"""The place of a file that is neither ours nor a library's nor Python's: its name and folder may be a person's."""
LEFT_OUT = "…"

_FILE = re.compile(r"[\w.-]+(/[\w.-]+)*\.py[cx]?", re.ASCII)
_ROOT = re.compile(r"site-packages|dist-packages|python3\.\d+|checkin", re.ASCII)
_CLASS = re.compile(r"Q[A-Z][a-z]\w*(::~?\w+)*", re.ASCII)
_MODEL = re.compile(r"[A-Z]{1,4}-?\d{2,4}[A-Z]{0,4}", re.ASCII)
_WORD = re.compile(r"[^\s:;,.()\[\]!?/\\\"'=<>]+(?:::~?\w+)*")


def redacted_traceback(error: BaseException) -> list[str]:
    """Return the error and those it came from as lines: type, number if it has one, and places in the code."""
    lines: list[str] = []
    for link, why in _chain(error):
        lines.append(f"{why}{error_type(link)}")
        lines += [f"  {place}" for place in _places(link)]
    return lines


def error_type(error: BaseException) -> str:
    """Return the error's type with its errno or SQLite name; for an error of ours with the unfilled sentence."""
    kind = type(error).__qualname__
    if isinstance(error, CheckinError):
        return f"{kind} “{error.words.text}”"
    if isinstance(error, OSError) and (number := errno.errorcode.get(error.errno or 0)):
        return f"{kind} {number}"
    name = getattr(error, "sqlite_errorname", None)
    return f"{kind} {name}" if isinstance(name, str) and re.fullmatch("SQLITE_[A-Z_]+", name) else kind


def redact_path(file: str) -> str:
    """Return the path of a program's file without the folders above it; `ELSEWHERE` for any other file."""
    if re.fullmatch(r"<frozen [\w.]+>", file, re.ASCII):
        return file
    parts = file.replace("\\", "/").split("/")
    roots = [number for number, part in enumerate(parts) if _ROOT.fullmatch(part)]
    below = "/".join(parts[roots[-1] :]) if roots else ""
    return below if _FILE.fullmatch(below) else ELSEWHERE


def redact_message(message: str) -> str:
    """Return a foreign message with only the words of a fixed list and the classes of Qt; the rest becomes “…”."""
    return _kept(message, lambda word: word in _WORDS or bool(_CLASS.fullmatch(word)))


def redact_device_name(name: str) -> str:
    """Return a device's kind, maker and model; the rest, such as its owner's name, becomes “…”."""
    return _kept(name, lambda word: word.lower() in _MAKERS or word in _WORDS or bool(_MODEL.fullmatch(word)))


def _kept(text: str, is_plain: Callable[[str], bool]) -> str:
    kept = [word if is_plain(word) else LEFT_OUT for word in _WORD.findall(text)]
    return " ".join(word for n, word in enumerate(kept) if word != LEFT_OUT or n == 0 or kept[n - 1] != LEFT_OUT)


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """Yield the errors of a chain as Python reports it, the last first, each with the words that join it to the one
    before.
    """
    why = ""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen and len(seen) < MOST_LINKS:
        seen.add(id(link))
        yield link, why
        why = "because of " if link.__cause__ else "while handling "
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _places(error: BaseException) -> list[str]:
    """Return the places of one error, the innermost last, as in a traceback."""
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return [f"{redact_path(code.co_filename)}:{line} {code.co_qualname}" for code, line in frames[-MOST_PLACES:]]


_SAID = """
a access active already an and any application at available backend be buffer busy but by call called can camera
cancelled cannot capture cell change changed channel class close closed codec column connect connection context
corrupt could created data database debug decode decoder default delete deleted denied destroyed device devices
different disconnected disk display does driver drop empty encoder end engine entry error event events exceeded
exist exists expected fail failed failure file font for format found frame from full function got handle has
hardware ignored image in index input install installed integrity internal invalid is key layout left length
library limit list load loaded locked loop main maximum media memory message method minimum missing mode more
network no node not null number object of on only open opened or order out output owner page paint painter painting
parent parse partial paused permission pixel plugin pool position process property queue ran read reason received
refused release removed request required reset resource resources return returned rotation row runtime screen
server session set shared signal size skipped slot socket source start started state stopped storage stream
stylesheet support supported surface system table target temporary texture than that the thread time timeout timer
timers to too tree type unable unavailable unexpected unknown unsupported use used value version video void
warning was wayland while widget width window with without write wrong
Cannot Could Error Failed Invalid No Not The This Timers Unable Unknown Warning
"""
"""Words of programs' messages; no name is among them."""

_CALLED = """
acer apple asus aukey brio brother built-in c270 c310 c505 c615 c920 c922 c930e camera canon citizen creative
datamax dell dymo epson facetime fujitsu godex hd honeywell hp integrated intel intermec iphone jabra lenovo
lifecam logi logitech microsoft mini obs obsbot poly printer ql-800 ql-820nwb razer ricoh samsung sony startech
studio thinkpad trust tsc usb uvc virtual webcam xerox zebra
"""
"""Words of device names, without those of their owners ("iPhone de Martin")."""
_WORDS, _MAKERS = frozenset(_SAID.split()), frozenset(_CALLED.split())


# Releases of the program: which is newer, how old one is, and the news of each from the changelog.

OLD_MONTHS = 12
"""The age in months after which a newer release is likely. The program never looks for one; the user does."""

_HEADING = re.compile(r"^## (\S+) \((\d{4})-(\d\d)-(\d\d)\)$", re.M)


@dataclass(frozen=True, slots=True)
class Release:
    """A release; `news` is our own Markdown."""

    version: str
    day: date
    news: str

    def months(self, today: date) -> int:
        """Return the whole months since the release; 0 if the clock is before it."""
        months = 12 * (today.year - self.day.year) + today.month - self.day.month
        return max(0, months - (today.day < self.day.day))

    def is_old(self, today: date) -> bool:
        return self.months(today) >= OLD_MONTHS


def releases(page: str) -> tuple[Release, ...]:
    """Return the releases of a changelog in the order of the page, the newest first."""
    heads = list(_HEADING.finditer(page))
    ends = [*(head.start() for head in heads[1:]), len(page)]
    return tuple(
        Release(head[1], date(int(head[2]), int(head[3]), int(head[4])), page[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=False)
    )


def is_newer(version: str, than: str) -> bool:
    """Whether `version` is newer than `than`; False unless both are numbers with dots."""
    mine, others = _numbers(than), _numbers(version)
    return bool(others and mine) and others > mine


def _numbers(version: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?", version, re.ASCII)
    return tuple(int(number or 0) for number in found.groups()) if found else ()
