# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that an exception or a foreign message carries is written, but for what is known to be nobody's name."""

import builtins
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import CheckinError, Message, StorageError, UserError
from checkin.core.support import (
    ELSEWHERE,
    error_type,
    redact_device_name,
    redact_message,
    redact_path,
    redacted_traceback,
)

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


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_exception_of_python_tells_what_it_carries(kind):
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


def test_an_error_of_sqlite_is_told_by_its_number():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE people (name TEXT UNIQUE CHECK (name <> 'Dupont'))")
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute("INSERT INTO people VALUES ('Dupont')")
    connection.close()
    assert "Dupont" in str(caught.value)
    assert error_type(caught.value) == "IntegrityError SQLITE_CONSTRAINT_CHECK"


def test_what_a_person_was_told_is_told_without_what_filled_it():
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
    ("message", "told"),
    [
        ("QFile::open: could not open file /home/dupont/Liste Dupont.xlsx", "QFile::open could not open file …"),
        ("Could not open “Martin Dupont.png”: Permission denied", "Could not open … denied"),
        ("QObject::startTimer: Timers can only be Dupont", "QObject::startTimer Timers can only be …"),
        ("m.dupont@exemple.test refused +33 6 98 76 54 32", "… refused …"),
        ("", ""),
    ],
)  # fmt: skip
def test_foreign_messages(message, told):
    assert redact_message(message) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("HD Pro Webcam C920", "HD … Webcam C920"),
        ("iPhone de Zéphyrine", "iPhone …"),
        ("Brother QL-820NWB salle Dupont E71234567890", "Brother QL-820NWB …"),
        ("NJDUBHLFKTHNJTSBGSGB", "…"),
    ],
)
def test_a_device_is_told_by_its_make(name, told):
    assert redact_device_name(name) == told


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("/home/m.dupont/app/.venv/lib/python3.11/site-packages/PIL/Image.py", "site-packages/PIL/Image.py"),
        ("/usr/lib/python3.11/runpy.py", "python3.11/runpy.py"),
        (r"C:\Users\Martin Dupont\checkin\ui\shell.py", "checkin/ui/shell.py"),
        ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap>"),
        ("<Dupont>", ELSEWHERE),
        ("/home/dupont/Martin Dupont.py", ELSEWHERE),
    ],
)
def test_a_place_has_no_folder_of_a_person(file, told):
    assert redact_path(file) == told
