# SPDX-License-Identifier: GPL-3.0-or-later
"""From `Message` to text in the language of the desk, with Qt's catalogue. Never holds a sentence itself.

English is the key of the catalogue and needs none; French is resources/translations/checkin_fr.ts.
"""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.plurals import ENGLISH_ONE, FRENCH_ONE, fill_message
from checkin.paths import resources

FRENCH, ENGLISH = "fr", "en"

_LOCALES = {
    FRENCH: QLocale(QLocale.Language.French, QLocale.Country.France),
    ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_ONE = {FRENCH: FRENCH_ONE, ENGLISH: ENGLISH_ONE}
_LONG_DAY, _SHORT_DAY, _FIGURES = "dddd d MMMM yyyy", "ddd d MMM yyyy", "dd/MM/yyyy"

QT_LACKS = (Message("QFileDialog", "&Look in:"), Message("QFileDialog", "Files of &type:"))
"""Sentences of Qt's own dialogs that its French translation lacks; Checkin's catalogue has them."""


def install(app: QCoreApplication, language: str | None) -> str:
    """Use `language` from now on; return the language in use ("fr" or "en").

    None is the system's language, French if the system names none. May be called again to change the language; windows
    receive QEvent.LanguageChange.
    """
    system = QLocale.system().name()
    wanted = language or (FRENCH if system == "C" else system)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    spoken = FRENCH if wanted.startswith(FRENCH) and _load_french(app) else ENGLISH
    QLocale.setDefault(_LOCALES[spoken])
    return spoken


def _load_french(app: QCoreApplication) -> bool:
    """Load Checkin's French, and only then Qt's: French buttons beside English sentences would be worse than
    English.
    """
    ours = QTranslator(app)
    if not ours.load(str(resources() / "translations" / "checkin_fr.qm")):
        return False
    qt = QTranslator(app)
    if qt.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    return app.installTranslator(ours)


def translate(words: Message, **fields: object) -> str:
    """Return `words` in the language of the desk, with its {named} fields filled."""
    return fill_message(QCoreApplication.translate(words.topic, words.text), fields, _ONE[current_language()])


class Translator:
    """A translator to one language, whatever the desk uses: for papers addressed to attendees. `spoken` is "fr" or
    "en".
    """

    def __init__(self, spoken: str) -> None:
        self.spoken = FRENCH if spoken == FRENCH else ENGLISH
        self._french = QTranslator() if self.spoken == FRENCH else None
        if self._french:
            self._french.load(str(resources() / "translations" / "checkin_fr.qm"))

    def say(self, words: Message, **fields: object) -> str:
        found = self._french.translate(words.topic, words.text) if self._french else ""
        return fill_message(found or words.text, fields, _ONE[self.spoken])

    def day(self, day: date) -> str:
        return day_text(day, self.spoken)


def current_language() -> str:
    """Return the language of the desk, "fr" or "en"."""
    return FRENCH if QLocale().language() == QLocale.Language.French else ENGLISH


def error_text(error: CheckinError) -> str:
    """Return the sentence that tells the user about `error`."""
    return translate(error.words, **error.fields)


def clock_time(moment: datetime) -> str:
    """Return hours and minutes of `moment` in its own time zone, in the 24-hour format: "08:31"."""
    return f"{moment:%H:%M}"


def day_text(day: date, language: str) -> str:
    """Return the day in long form: "mardi 4 juillet 2023"."""
    return day_texts(day, language)[0]


def day_texts(day: date, language: str) -> tuple[str, ...]:
    """Return the day in ever shorter forms: "mardi 4 juillet 2023", "mar. 4 juil. 2023", "04/07/2023"."""
    written = QDate(day.year, day.month, day.day)
    return tuple(_LOCALES[language].toString(written, form) for form in (_LONG_DAY, _SHORT_DAY, _FIGURES))
