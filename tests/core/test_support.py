# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of the program, and words beside numbers."""

import builtins
import sqlite3
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import __version__
from checkin.core.desk_settings import Settings
from checkin.core.message import (
    ENGLISH_ONE,
    FRENCH_ONE,
    CheckinError,
    Message,
    StorageError,
    UserError,
    fill_message,
    list_names,
)
from checkin.core.support import (
    ELSEWHERE,
    Release,
    error_type,
    is_newer,
    redact_device_name,
    redact_message,
    redact_path,
    redacted_traceback,
    releases,
)
from checkin.services.computer.app_data import SEEN, check_update
from checkin.services.computer.problem_report import redact_settings
from checkin.services.computer.release_notes import read_release_notes
from checkin.translation import translate

SECRET = "Zéphyrine Quillévéré <zephyrine@exemple.test>"

KINDS = [
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, (UnicodeError, ExceptionGroup))
]


def raised(error, *, cause=None, context=None):
    """`error` as it is caught, with a place, and what it came from."""
    try:
        if context:
            try:
                raise context
            except BaseException:
                raise error  # noqa: B904
        raise error from cause
    except type(error) as caught:
        return caught


def test_no_exception_of_python_tells_what_it_carries():
    for kind in KINDS:
        told = "\n".join(redacted_traceback(raised(kind(SECRET), cause=ValueError(SECRET))))
        assert kind.__name__ in told
        assert "ValueError" in told
        assert "phyrine" not in told
        assert "exemple" not in told


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, SECRET, f"/home/{SECRET}/Martin_Dupont.xlsx"),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 3, SECRET),
        UnicodeEncodeError("ascii", SECRET, 0, 3, SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET)]),
        UserError(Message("event file", "“{name}” cannot be found. Check the name."), name=SECRET),
        type("Own", (Exception,), {"__str__": lambda self: SECRET, "__repr__": lambda self: SECRET})(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_nor_one_with_values_of_its_own(error):
    error.add_note(SECRET)
    told = "\n".join(redacted_traceback(raised(error, context=KeyError(SECRET))))
    assert "phyrine" not in told
    assert "Dupont" not in told
    assert "while handling KeyError" in told


def test_an_error_is_told_by_its_number_or_without_what_filled_it():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE people (name TEXT UNIQUE CHECK (name <> 'Dupont'))")
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute("INSERT INTO people VALUES ('Dupont')")
    connection.close()
    assert "Dupont" in str(caught.value), "an error of sqlite is told by its number"
    assert error_type(caught.value) == "IntegrityError SQLITE_CONSTRAINT_CHECK"
    error = StorageError(Message("storage", "The disk is full: nothing was saved."))
    assert error_type(error) == "StorageError “The disk is full: nothing was saved.”"
    assert error_type(OSError(28, "x")) == "OSError ENOSPC"
    assert isinstance(error, CheckinError)


def test_where_it_was_is_told_and_a_chain_that_bites_its_tail_ends():
    one, two = ValueError(), KeyError()
    one.__context__, two.__context__ = two, one
    assert redacted_traceback(one) == ["ValueError", "while handling KeyError"]
    assert redacted_traceback(raised(ValueError("x")))[1].endswith(" raised")
    with pytest.raises(TypeError) as caught:
        redact_message(None)
    assert any(line.startswith("  checkin/core/support.py:") for line in redacted_traceback(caught.value))


@given(st.text(max_size=60), st.text(max_size=60))
def test_only_known_words_come_through_a_foreign_message(before, after):
    plain = "could not open file"
    kept = redact_message(f"{before} {plain} {after}").replace("…", " ").split()
    assert set(kept) <= set(redact_message(" ".join(kept)).split())
    assert "Quillévéré" not in redact_message(f"{before} Quillévéré {after}")


@pytest.mark.parametrize(
    ("redact", "text", "told"),
    [
        (redact_message, "QFile::open: could not open file /home/dupont/L.xlsx", "QFile::open could not open file …"),
        (redact_message, "Could not open “Martin Dupont.png”: Permission denied", "Could not open … denied"),
        (redact_message, "QObject::startTimer: Timers can only be Dupont", "QObject::startTimer Timers can only be …"),
        (redact_message, "m.dupont@exemple.test refused +33 6 98 76 54 32", "… refused …"),
        (redact_message, "", ""),
        (redact_device_name, "HD Pro Webcam C920", "HD … Webcam C920"),
        (redact_device_name, "iPhone de Zéphyrine", "iPhone …"),
        (redact_device_name, "Brother QL-820NWB salle Dupont E71234567890", "Brother QL-820NWB …"),
        (redact_device_name, "NJDUBHLFKTHNJTSBGSGB", "…"),
        (redact_path, "/home/m.dupont/.venv/lib/python3.11/site-packages/PIL/Image.py", "site-packages/PIL/Image.py"),
        (redact_path, "/usr/lib/python3.11/runpy.py", "python3.11/runpy.py"),
        (redact_path, r"C:\Users\Martin Dupont\checkin\ui\shell.py", "checkin/ui/shell.py"),
        (redact_path, "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap>"),
        (redact_path, "<Dupont>", ELSEWHERE),
        (redact_path, "/home/dupont/Martin Dupont.py", ELSEWHERE),
    ],
)
def test_foreign_messages_devices_and_places_are_told_without_what_is_of_a_person(redact, text, told):
    assert redact(text) == told


PAGE = "## 0.2.0 (2026-11-25)\n\n- new\n\n## 0.1.0 (2025-01-31)\n\n- old\n"


def test_the_news_of_this_version_are_there_in_both_languages_release_by_release():
    french, english = read_release_notes("fr"), read_release_notes("en")
    assert [(r.version, r.day) for r in french] == [(r.version, r.day) for r in english]
    assert french[0].version == __version__
    assert all(len(a.news.split("\n- ")) == len(b.news.split("\n- ")) for a, b in zip(french, english, strict=True))
    new, old = Release("0.2.0", date(2026, 11, 25), "- new"), Release("0.1.0", date(2025, 1, 31), "- old")
    assert releases(PAGE) == (new, old), "a page is read release by release"
    assert releases("no heading") == ()


@pytest.mark.parametrize(
    ("today", "months"),
    [(date(2025, 1, 31), 0), (date(2025, 2, 28), 0), (date(2025, 3, 31), 2), (date(2026, 1, 30), 11),
     (date(2026, 1, 31), 12), (date(2024, 1, 1), 0)],
)  # fmt: skip
def test_months_are_whole(today, months):
    old = releases(PAGE)[1]
    assert old.months(today) == months
    assert old.is_old(today) is (months >= 12)


versions = st.lists(st.integers(0, 50), min_size=1, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))


@given(versions, versions)
def test_of_two_versions_at_most_one_is_newer(one, other):
    assert not (is_newer(one, other) and is_newer(other, one))
    assert not is_newer(one, one)


@pytest.mark.parametrize("odd", ["", "x", "1.2.3.4", "1..2", "-1", "١.٢", "99999999.0"])
def test_what_is_no_version_is_not_newer(odd):
    assert not is_newer(odd, "0.1.0")
    assert is_newer("0.10.0", "0.9.3")
    assert is_newer("1", "0.9.3")


def test_an_update_is_told_once_and_a_first_start_is_none(tmp_path):
    folder = tmp_path / "own"
    assert not check_update(folder)
    assert (folder / SEEN).read_text() == __version__
    (folder / SEEN).write_text("0.0.9\n")
    assert check_update(folder)
    assert not check_update(folder)
    (folder / SEEN).write_text("999.0")  # an older program on a newer one's computer
    assert not check_update(folder)


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.strip() not in ("set", "")))
def test_no_text_of_a_setting_is_told(text):
    own = replace(Settings(), desk=text, folder=text, hub=text, camera=text, language=text)
    told = redact_settings(own, Settings())
    assert {told[name] for name in ("desk", "folder", "hub", "camera")} <= {"set", "as delivered"}
    assert told["language"] in ("set", "fr", "en")
    assert redact_settings(Settings(theme="dark", has_sound=False), Settings())["theme"] == "dark"


ROWS = "{rows} {rows:row|rows} of {name}"


@pytest.mark.parametrize(("one", "of_none"), [(ENGLISH_ONE, "rows"), (FRENCH_ONE, "row")])
def test_the_number_chooses_and_is_written_as_it_was_given(one, of_none):
    told = [fill_message(ROWS, {"rows": rows, "name": "a"}, one) for rows in (0, 1, 2)]
    assert told == [f"0 {of_none} of a", "1 row of a", "2 rows of a"]
    assert fill_message(ROWS, {"rows": "1\u202f204", "name": "a"}, FRENCH_ONE) == "1\u202f204 rows of a"


def test_words_beside_numbers_are_filled_in_and_of_many_names_the_others_counted():
    assert fill_message(ROWS, {"rows": 1, "name": "{x|y}"}) == "1 row of {x|y}"
    assert fill_message("{day:%d/%m}: {rows:row|rows}", {"day": date(2023, 7, 4), "rows": 1}) == "04/07: row"
    assert str(UserError(Message("t", ROWS), rows=1, name="a")) == "1 row of a"
    assert list_names(["Anne", "Zoé"], 2, translate) == "Anne, Zoé"
    assert list_names(["Anne", "Zoé", "Paul", "Inès"], 2, translate) == "Anne, Zoé and 2 more"
