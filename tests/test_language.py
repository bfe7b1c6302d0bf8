# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence of the program exists in French, with the same fields, in the catalogue that is shipped."""

import ast
import re
import shutil
import string
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLabel

from checkin import translation
from checkin.core.message import ENGLISH, FRENCH, LANGUAGES, Message, UserError
from checkin.resource_folder import _resources, resources
from checkin.services.computer.release_notes import read_release_notes
from checkin.ui.help.help_flow import list_guides
from checkin.ui.import_export.list_difference_dialog import _HERE

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "translations" / "checkin_fr.ts"

NUMBERS = (
    "absent|added|arrivals|arrived|badges|cancelled|capacity|count|days|entries|events|found|gone|kept|left|matched|now|"
    "pages|people|places|points|present|problems|registered|removed|rows|scans|seats|sessions|speakers|supervisors|"
    "switches|total"
)
"""The fields that say how many, as a pattern."""

FRENCH_NEVER_BELOW_TWO = {
    ("answer", "personnes"),
    ("answer", "places"),
    ("badge editor", "éléments"),
    ("conflict", "points"),
    ("import", "lignes"),  # of one row nothing is said
    ("list", "lignes"),
    ("payment", "personnes"),  # of one, their name
    ("rehearsal", "invités"),
    ("resuming", "fois"),
    ("resuming", "personnes"),
    ("search", "autres"),  # of one other there is no "all"
    ("speaker", "intervenants"),
    ("step", "autres"),
    ("supervisor", "personnes"),
    ("together", "autres"),
}
"""Where a sentence of its own says one, and nothing says none."""

ENGLISH_NEVER_BELOW_TWO = {
    ("answer", "seats"),  # within the plural form of the same number
    ("answer", "people"),
    ("badge editor", "elements"),
    ("badges", "badges"),
    ("closing", "arrivals"),
    ("conflict", "conflicts"),
    ("import", "people"),
    ("import", "rows"),
    ("list", "rows"),
    ("search", "others"),
    ("step", "others"),
    ("supervisor", "people"),
    ("live", "people"),
    ("payment", "people"),
    ("passage", "people"),
    ("people", "codes"),
    ("people", "people"),
    ("people", "registrations"),
    ("rehearsal", "guests"),
    ("removal", "files"),
    ("resuming", "people"),
    ("resuming", "times"),
    ("settings", "supervisors"),
    ("speaker", "speakers"),
    ("together", "desks"),
    ("together", "files"),
    ("together", "records"),
    ("walk-in", "seats"),
}
"""Where a sentence of its own says one; none takes the plural."""


def sentences_of_the_source():
    """(topic, text) of every literal `Message(...)`; anything but two literals fails here."""
    found = set()
    for path in sorted((ROOT / "checkin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                found.add(tuple(ast.literal_eval(argument) for argument in node.args))
    return found


def translations():
    found = {}
    for context in ElementTree.parse(CATALOGUE).getroot().iter("context"):
        for message in context.iter("message"):
            french = message.find("translation")
            is_finished = french.get("type") is None and bool(french.text)
            found[context.findtext("name"), message.findtext("source")] = french.text if is_finished else None
    return found


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def specs_of(text):
    return {spec for _, _, spec, _ in string.Formatter().parse(text) if spec}


@pytest.fixture
def french(qapp):
    assert translation.install(qapp, "fr") == "fr"
    yield
    translation.install(qapp, "en")


def test_the_dialog_of_files_speaks_french_where_the_system_has_none(french, qtbot):
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    told = [each.text().replace("&", "") for each in dialog.findChildren(QLabel)]
    assert told == ["Regarder dans\u00a0:", "Nom de fichier\u00a0:", "Fichiers de type\u00a0:"]


def test_a_folder_is_called_so_in_french_in_that_dialog(french):
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder", "All other platforms") == "Dossier"


def test_every_sentence_has_a_finished_french_translation_and_no_translation_lacks_its_sentence():
    known = translations()
    assert sentences_of_the_source() - {key for key, french in known.items() if french} == set()
    assert set(known) - sentences_of_the_source() == set()


def test_an_ellipsis_stands_against_its_word():
    assert [e for _, e in sentences_of_the_source() if re.search(r"\w\s…", e)] == []


def test_french_and_english_name_the_same_fields():
    assert [e for (_, e), f in translations().items() if f and fields_of(e) != fields_of(f)] == []


def test_french_marks_stand_after_a_space_that_does_not_break():
    loose = [f for f in translations().values() if f and any(f" {mark}" in f for mark in ":;!?»")]
    assert loose == []
    assert [f for f in translations().values() if f and re.search(r"\s…", f)] == []  # these stand against their word
    to_copy = re.compile(r'--\w+ "[^"]*"|(?<= )"[^"]*=[^"]*"')  # an option of the command line has the shell's marks
    assert [f for f in translations().values() if f and re.search("['\"]", to_copy.sub("", f))] == []


def test_the_compiled_catalogue_is_what_the_french_source_gives(tmp_path):
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    fresh = tmp_path / "checkin_fr.qm"
    command = shutil.which(tool) or shutil.which("pyside6-lrelease")
    subprocess.run([command, "-silent", CATALOGUE, "-qm", fresh], check=True)
    assert fresh.read_bytes() == CATALOGUE.with_suffix(".qm").read_bytes()


def test_a_sentence_is_said_in_the_language_installed_last(qapp, french):
    words = Message("answer", "Welcome")
    assert translation.translate(words) == "Bienvenue"
    assert translation.install(qapp, "en") == "en"
    assert translation.translate(words) == "Welcome"


def test_fields_are_filled_after_translation(french):
    assert translation.translate(Message("answer", "Seats left: {seats}"), seats=3) == "Places libres\u00a0: 3"


BALANCE = Message(
    "closing",
    "{registered} {registered:registration|registrations} = {present} present + {absent} absent + "
    "{cancelled} cancelled",
)


def test_french_says_none_and_one_in_the_singular(french):
    said = translation.translate(BALANCE, registered=2, present=1, absent=0, cancelled=12)
    assert said == "2 inscriptions = 1 présente + 0 absente + 12 annulées"
    assert (
        translation.Translator("fr").translate(BALANCE, registered=0, present=0, absent=0, cancelled=0).count("s ") == 0
    )


def test_of_two_words_beside_a_number_both_are_there():
    specs = {s for text in translations().values() for s in specs_of(text or "") if "|" in s}
    assert len(specs) > 50
    assert [s for s in specs if not re.fullmatch(r"[^|]+\|[^|]+", s)] == []


def bare_plurals(pattern, sentences):
    """(topic, word) of every number that stands before a plural which no singular can take the place of."""
    bare = re.compile(rf"\{{(?:{NUMBERS})\}}\s{pattern}\b")
    return {(topic, word) for topic, text in sentences for word in bare.findall(text or "")}


def test_a_french_number_before_what_it_counts_says_both_forms():
    french = [(topic, text) for (topic, _), text in translations().items()]
    assert bare_plurals(r"(\w{3,}s)", french) == FRENCH_NEVER_BELOW_TWO


def test_an_english_number_before_what_it_counts_says_both_forms():
    plural = r"(?:[\w-]+\s)??(\w{3,}s|people|are|were|have)"
    assert bare_plurals(plural, sentences_of_the_source()) == ENGLISH_NEVER_BELOW_TWO


LABELS = Message("printing", "About {left} {left:label is|labels are} left on the roll. Have a new one ready.")


@pytest.mark.parametrize(("left", "told"), [(1, "About 1 label is left"), (2, "About 2 labels are left")])
def test_english_says_one_in_the_singular_alone(left, told):
    assert translation.translate(LABELS, left=left).startswith(told)
    assert translation.Translator("en").translate(LABELS, left=left).startswith(told)


@pytest.mark.parametrize(("count", "told"), [(1, "Elle reste comptée"), (2, "Elles restent comptées")])
def test_french_says_of_one_who_arrived_that_she_stays(french, count, told):
    assert told in translation.translate(_HERE, count=count, names="Titouan")


def test_an_error_is_told_in_french(french):
    error = UserError(Message("answer", "Code read: {text}"), text="{x}")
    assert translation.error_text(error) == "Code lu\u00a0: {x}"


def test_the_buttons_of_qt_speak_french_too(qapp, french):
    assert qapp.translate("QPlatformTheme", "Cancel") == "Annuler"


TRANSLATED = sorted(set(LANGUAGES) - {ENGLISH})


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_of_the_list_has_its_catalogue_and_says_its_days(qapp, code):
    assert translation.install(qapp, code) == translation.current_language() == code
    assert translation.translate(Message("answer", "Welcome")) != "Welcome"
    assert translation.Translator(code).translate(Message("answer", "Welcome")) != "Welcome"
    assert translation.day_text(date(2023, 7, 4), code) != translation.day_text(date(2023, 7, 4), ENGLISH)
    translation.install(qapp, ENGLISH)


def test_a_language_without_news_and_guides_of_its_own_has_the_english_ones():
    assert read_release_notes("eo") == read_release_notes(ENGLISH)
    assert list_guides("eo") == list_guides(ENGLISH) != []


@pytest.mark.parametrize("code", [FRENCH, ENGLISH])
def test_french_and_english_have_their_news_and_their_guides(code):
    assert (ROOT / "resources/news" / f"news_{code}.md").is_file()
    guides = [path.suffix for path in (ROOT / "resources/guides").glob(f"*-{code}.*")]
    assert sorted(guides) == [".md", ".md", ".pdf"]


def test_every_catalogue_is_of_a_language_of_the_list():
    assert sorted(path.stem.removeprefix("checkin_") for path in CATALOGUE.parent.glob("*.ts")) == TRANSLATED


def test_the_languages_are_listed_in_one_place():
    """Nowhere else do the codes of all languages stand together in the program's own text."""
    lists = {
        path.stem
        for path in (ROOT / "checkin").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict)
        and {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)} >= set(LANGUAGES)
    }
    assert lists == {"message"}


def test_an_unknown_language_is_english(qapp):
    assert translation.install(qapp, "eo_XX") == "en"


def test_days_and_times_are_written_as_people_write_them():
    assert translation.day_text(date(2023, 7, 4), "fr") == "mardi 4 juillet 2023"
    assert translation.day_text(date(2023, 7, 4), "en") == "Tuesday 4 July 2023"
    assert translation.day_texts(date(2023, 9, 27), "fr")[1:] == ("mer. 27 sept. 2023", "27/09/2023")
    assert translation.day_texts(date(2023, 9, 27), "en")[1:] == ("Wed 27 Sept 2023", "27/09/2023")
    assert translation.clock_time(datetime(2023, 7, 4, 8, 5)) == "08:05"


def test_the_first_of_a_month_is_1er_in_french():
    first = date(2026, 12, 1)
    assert translation.day_texts(first, "fr") == ("mardi 1er décembre 2026", "mar. 1er déc. 2026", "01/12/2026")
    assert translation.short_day_text(first, False, "fr") == "mar. 1er"
    assert translation.short_day_text(first, True, "fr") == "mar. 1er déc."
    assert translation.day_text(first, "en") == "Tuesday 1 December 2026"
    assert translation.day_text(date(2026, 12, 21), "fr") == "lundi 21 décembre 2026"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ismaël", "d’Ismaël"),
        ("Éloïse", "d’Éloïse"),
        ("Hélène", "d’Hélène"),
        ("Yves", "d’Yves"),
        ("Hugo", "de Hugo"),
        ("Yann", "de Yann"),
        ("Zoé", "de Zoé"),
    ],
)
def test_before_a_name_that_begins_with_a_vowel_de_is_elided(french, name, said):
    words = Message("tie", "Scan the new code of {name} now. The old code stays valid.")
    assert said in translation.translate(words, name=name)
    assert said in translation.Translator("fr").translate(words, name=name)


def test_resources_are_found_in_the_source_tree_the_installed_package_and_the_frozen_program(tmp_path):
    package = tmp_path / "checkin"
    assert _resources(package, None) == tmp_path / "resources"
    (package / "resources").mkdir(parents=True)
    assert _resources(package, None) == package / "resources"
    assert _resources(package, str(tmp_path / "frozen")) == tmp_path / "frozen" / "resources"
    assert (resources() / "style.qss").is_file()
