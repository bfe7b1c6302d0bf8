# SPDX-License-Identifier: GPL-3.0-or-later
"""Words meant for a person, the errors that carry them, progress, and the languages. `translation` translates."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import NamedTuple, TypeVar

from checkin.core.text_folding import fold_text


class Message(NamedTuple):
    """A translatable text. `topic` groups the catalogue; `text` is English and the key of the translation."""

    topic: str
    text: str


Translate = Callable[..., str]
"""A function from a `Message` and the values of its fields to text in the user's language."""


ENGLISH_ONE, FRENCH_ONE = frozenset({"1"}), frozenset({"0", "1"})
"""The numbers, as text, that take the singular."""


def fill_message(text: str, fields: Mapping[str, object], one: frozenset[str] = ENGLISH_ONE) -> str:
    """Return `text` with its {named} fields filled."""
    if "|" not in text:
        return text.format(**fields)
    return _Filling(one).vformat(text, (), fields)


def elide(text: str, fields: Mapping[str, object]) -> str:
    """Return a French `text` in which “de {name}” is “d’{name}” where the name begins with a vowel that is heard."""
    return _OF_A_NAME.sub(lambda of: of[0] if _begins_hard(fields.get(of[2])) else f"{of[1]}’{{{of[2]}}}", text)


def _begins_hard(name: object) -> bool:
    return _VOWEL.match(fold_text(str(name or ""))) is None


_OF_A_NAME = re.compile(r"\b([dD])e \{(name|names|user|first|organizer)\}")
_VOWEL = re.compile(r"[aeiou]|y[^aeiou]|h(?:el|en[^r]|er[^v]|ip|on[^g]|or|y)")
"""Folded. A mute h as in Hélène; never one that is doubtful, as in Hugo."""


class _Filling(Formatter):
    def __init__(self, one: frozenset[str]) -> None:
        self._one = one

    def format_field(self, value: object, format_spec: str) -> str:
        single, divided, several = format_spec.partition("|")
        if not divided:
            return format(value, format_spec)
        return single if str(value) in self._one else several


def list_names(names: Sequence[str], most: int, translate: Callable[..., str]) -> str:
    """Return up to `most` names, and the number of the others; a full stop may follow."""
    shown = ", ".join(names[:most])
    return translate(_AND_MORE, names=shown, more=len(names) - most) if len(names) > most else shown


_AND_MORE = Message("names", "{names} and {more} more")


# Errors that are reported to the user: files, settings, disk, devices, other desks. Any other exception is a bug.
# A refused ticket is no error: it is a `Decision`.


class CheckinError(Exception):
    """An error with a sentence for the user.

    `words` is the sentence shown (what happened, what is safe, what to do), `fields` the values that fill it.
    """

    def __init__(self, words: Message, **fields: object) -> None:
        super().__init__(fill_message(words.text, fields))
        self.words = words
        self.fields = fields


class UserError(CheckinError):
    """An error that the user can mend: an unreadable file, a wrong setting."""


class StorageError(CheckinError):
    """A failure of the disk or the event file. Nothing was saved."""


class DeviceError(CheckinError):
    """A camera, scanner or sound output that cannot be used. The desk goes on without it."""


class SyncError(CheckinError):
    """A failure to reach or understand the other desks. Everything is saved here and sent later."""


def told_error(error: BaseException) -> CheckinError | None:
    """Return an error as the one to show to the user; None for a bug. A lack of memory ends one operation alone."""
    if isinstance(error, MemoryError):
        return CheckinError(_NO_MEMORY)
    return error if isinstance(error, CheckinError) else None


_NO_MEMORY = Message(
    "app",
    "This computer has too little free memory for that. Everything recorded is safe; close other programs and try "
    "again, or take a smaller file.",
)


# The languages that Checkin speaks, and what differs from one to the next. The only list of them.
# A language that is added here also needs its catalogue (docs/how-to-add.md), as tests/test_language says. Its news
# and guides are the English ones until it has its own.


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the program speaks. `name` is its own word for itself; days are written as in `territory`.

    `singular` are the numbers, as text, that take the singular. `beginnings` are those of the words by which a list's
    column may name it, without case and accents.
    """

    code: str
    name: str
    territory: str
    singular: frozenset[str]
    beginnings: tuple[str, ...]


FRENCH, ENGLISH = "fr", "en"
"""The language where the system names none; the language of the source, which needs no catalogue, and of a system whose
language Checkin does not speak.
"""

LANGUAGES = {
    language.code: language
    for language in (
        Language(FRENCH, "Français", "FR", FRENCH_ONE, ("fr",)),
        Language(ENGLISH, "English", "GB", ENGLISH_ONE, ("en", "ang")),
    )
}
"""Every language by its code, in the order in which they are offered."""


# Progress and cancellation of long work on lists: by calling a function that may raise. Pure.

ReportProgress = Callable[[int, int | None], None]
"""A function called with (done, total) in rows; `total` is None while unknown. It may raise `Cancelled`: the work then
ends, has written nothing, and lets the exception through.
"""

Item = TypeVar("Item")

BATCH = 500
"""The rows between two calls: some milliseconds of work."""


class Cancelled(Exception):
    """The user cancelled the work. Not an error: nothing is shown."""


WHOLE = 1000
"""The total in which `CombinedProgress` reports."""


def ignore_progress(_done: int, _total: int | None) -> None:
    """Ignore the progress of work that no user waits for."""


class CombinedProgress:
    """One progress bar for work of several parts, each with units of its own. It never goes back."""

    def __init__(self, report: ReportProgress) -> None:
        self._report, self._at = report, 0

    def part(self, last: int) -> ReportProgress:
        """Return a function that moves the bar to `last` of `WHOLE`, from where it is at its first call."""
        first: int | None = None

        def report_part(done: int, total: int | None) -> None:
            nonlocal first
            if not total:
                self._report(done, None)
                return
            first = self._at if first is None else first
            self._at = max(self._at, first + (last - first) * min(done, total) // total)
            self._report(self._at, WHOLE)

        return report_part


def report_while(items: Iterable[Item], report: ReportProgress, total: int | None = None) -> Iterator[Item]:
    """Yield `items` unchanged, reporting every `BATCH` of them."""
    for done, item in enumerate(items):
        if done % BATCH == 0:
            report(done, total)
        yield item
