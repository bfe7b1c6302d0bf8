# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation of `Message` to text in the language of the desk, with Qt's catalogue. Contains no sentence itself.

English is the key of the catalogues and needs none; French is resources/translations/checkin_fr.ts.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator

from checkin.core.message import ENGLISH, FRENCH, LANGUAGES, CheckinError, Message, elide, fill_message
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import time_with_day
from checkin.paths import resources

_LOCALES = {code: QLocale(f"{code}_{language.territory}") for code, language in LANGUAGES.items()}
_LONG_DAY, _SHORT_DAY, _FIGURES = "dddd d MMMM yyyy", "ddd d MMM yyyy", "dd/MM/yyyy"
_WEEKDAY, _WEEKDAY_OF_MONTH = "ddd d", "ddd d MMM"

QT_LACKS = (
    Message("QFileDialog", "&Look in:"),
    Message("QFileDialog", "Files of &type:"),
    Message("QAbstractFileIconProvider", "Folder"),
)
"""Sentences of Qt's own dialogs that its French translation lacks; Checkin's catalogue has them."""


def install(app: QCoreApplication, language: str | None) -> str:
    """Use `language` from now on; return the code of the language in use, English for one without a catalogue.

    None is the system's language, French if the system names none. May be called again to change the language; windows
    receive QEvent.LanguageChange.
    """
    system = QLocale.system().name()
    wanted = language or (FRENCH if system == "C" else system)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    code = _known_code(wanted)
    spoken = code if code == ENGLISH or _load_catalogues(app, code) else ENGLISH
    QLocale.setDefault(_LOCALES[spoken])
    return spoken


def _known_code(locale: str) -> str:
    """Return the code of the language of a locale ("fr_CA", "fr"), English for one that Checkin does not speak."""
    code = locale.replace("-", "_").partition("_")[0]
    return code if code in LANGUAGES else ENGLISH


def _catalogue(code: str) -> str:
    return str(resources() / "translations" / f"checkin_{code}.qm")


def _load_catalogues(app: QCoreApplication, code: str) -> bool:
    """Load Checkin's catalogue of a language, and only then Qt's: French buttons beside English sentences would be
    worse than English.
    """
    ours = QTranslator(app)
    if not ours.load(_catalogue(code)):
        return False
    qt = QTranslator(app)
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    return app.installTranslator(ours)


def translate(words: Message, **fields: object) -> str:
    """Return `words` in the language of the desk, with its {named} fields filled."""
    if voice := _spoken.get():
        return voice.translate(words, **fields)
    return _filled(QCoreApplication.translate(words.topic, words.text), fields, current_language())


def _filled(text: str, fields: Mapping[str, object], language: str) -> str:
    said = elide(text, fields) if language == FRENCH else text
    return fill_message(said, fields, LANGUAGES[language].singular)


class Translator:
    """A translator to one language, whatever the desk uses: for documents addressed to attendees. `spoken` is the
    code of the language.
    """

    def __init__(self, spoken: str) -> None:
        self.spoken = spoken if spoken in LANGUAGES else ENGLISH
        self._catalogue = QTranslator() if self.spoken != ENGLISH else None
        if self._catalogue:
            self._catalogue.load(_catalogue(self.spoken))

    def translate(self, words: Message, **fields: object) -> str:
        found = self._catalogue.translate(words.topic, words.text) if self._catalogue else ""
        return _filled(found or words.text, fields, self.spoken)

    def day(self, day: date) -> str:
        return day_text(day, self.spoken)

    def short_day(self, day: date, with_month: bool) -> str:
        return short_day_text(day, with_month, self.spoken)


_spoken: "ContextVar[Translator | None]" = ContextVar("_spoken", default=None)


@contextmanager
def speaking(voice: Translator) -> Iterator[None]:
    """Translate by `voice` in place of the desk's language, in this thread."""
    before = _spoken.set(voice)
    try:
        yield
    finally:
        _spoken.reset(before)


def current_language() -> str:
    """Return the code of the desk's language."""
    voice = _spoken.get()
    return voice.spoken if voice else _known_code(QLocale().name())


def error_text(error: CheckinError) -> str:
    """Return the sentence that tells the user about `error`."""
    return translate(error.words, **error.fields)


def clock_time(moment: datetime) -> str:
    """Return hours and minutes of `moment` in its own time zone, in the 24-hour format: "08:31"."""
    return f"{moment:%H:%M}"


def day_text(day: date, language: str) -> str:
    """Return the day in long form: "mardi 4 juillet 2023"."""
    return day_texts(day, language)[0]


@lru_cache  # read of many people; and a thread that makes a Qt object for each keeps the window from its turn
def day_texts(day: date, language: str) -> tuple[str, ...]:
    """Return the day in ever shorter forms: "mardi 4 juillet 2023", "mar. 4 juil. 2023", "04/07/2023"."""
    return tuple(_written(day, form, language) for form in (_LONG_DAY, _SHORT_DAY, _FIGURES))


@lru_cache
def short_day_text(day: date, with_month: bool, language: str) -> str:
    """Return the day as it stands before a time: "lun. 5", with its month "lun. 5 oct."."""
    form = _WEEKDAY_OF_MONTH if with_month else _WEEKDAY
    return _written(day, form, language)


def _written(day: date, form: str, language: str) -> str:
    """Return a day in a form of Qt's; the first of a month is “1er” in French."""
    if language == FRENCH and day.day == 1:
        form = f"{form} ".replace(" d ", " d'er' ").rstrip()
    return _LOCALES[language].toString(QDate(day.year, day.month, day.day), form)


def programme_time(at: datetime, programme: Programme) -> str:
    """Return a time of the programme in the language of the desk, after its day where the event has several: "14:00",
    "lun. 5, 14:00".
    """
    return time_with_day(at, programme, lambda day, with_month: short_day_text(day, with_month, current_language()))
