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
"""Sentences of Qt's own windows that are new since its French was brought up to date: ours is asked for them too."""


def install(app: QCoreApplication, language: str | None) -> str:
    """Speak `language` from now on, and return which it became ("fr" or "en").

    None: the system's, French where the system names none.
    May be called again to change it; windows hear of it by QEvent.LanguageChange.
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
    """Ours or nothing: Qt's own buttons in French beside English sentences would be worse than English."""
    ours = QTranslator(app)
    if not ours.load(str(resources() / "translations" / "checkin_fr.qm")):
        return False
    qt = QTranslator(app)
    if qt.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    return app.installTranslator(ours)


def translate(words: Message, **fields: object) -> str:
    """`words` in the language of the desk, its {named} fields filled."""
    return fill_message(QCoreApplication.translate(words.topic, words.text), fields, _ONE[current_language()])


class Translator:
    """One language, whichever the desk speaks: for papers that are somebody else's. `spoken` is "fr" or "en"."""

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
    """What the desk speaks now."""
    return FRENCH if QLocale().language() == QLocale.Language.French else ENGLISH


def error_text(error: CheckinError) -> str:
    """What to tell the person at the desk about `error`."""
    return translate(error.words, **error.fields)


def clock_time(moment: datetime) -> str:
    """Hours and minutes of `moment` in its own time zone, on 24 hours in both languages: "08:31"."""
    return f"{moment:%H:%M}"


def day_text(day: date, language: str) -> str:
    """The day as a person writes it: "mardi 4 juillet 2023"."""
    return day_texts(day, language)[0]


def day_texts(day: date, language: str) -> tuple[str, ...]:
    """The same in ever less room: "mardi 4 juillet 2023", "mar. 4 juil. 2023", "04/07/2023"."""
    written = QDate(day.year, day.month, day.day)
    return tuple(_LOCALES[language].toString(written, form) for form in (_LONG_DAY, _SHORT_DAY, _FIGURES))
