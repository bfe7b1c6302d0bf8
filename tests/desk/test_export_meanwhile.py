# SPDX-License-Identifier: GPL-3.0-or-later
"""Another desk's entries come in while an export is written: it is of one moment, its cells and its control line."""

import pytest

from checkin.core.entries import Kind
from checkin.core.errors import StorageError
from checkin.core.exports.columns import Wish
from checkin.core.exports.control_sheet import Origin
from checkin.core.exports.made_line import Making
from checkin.core.programme.programme import ARRIVAL
from checkin.desk.checking import examine
from checkin.desk.evening.control import control_sheet, origin_of
from checkin.desk.evening.papers import setting_for
from checkin.desk.event_file import EventFile
from checkin.desk.exports import contents as export_contents
from checkin.desk.exports.attendance import EVERYTHING, export_attendance, made_of
from checkin.desk.exports.comparing import differences
from checkin.desk.exports.exporting import export
from checkin.documents.texts_of import texts_of
from checkin.language import Voice, say
from tests.builders import MORNING, an_attendee
from tests.papers.readers import told

AS_NOW = Making(EVERYTHING, MORNING)


@pytest.fixture
def arrive(event, clock):
    """Somebody does, by another connection."""
    other = EventFile.open(event.path)

    def arrive():
        where = {"control_point": ARRIVAL.id, "how": "code", "reason": "welcome"}
        with other.writing():
            other.journal.append(Kind.CHECKED_IN, an_attendee(1).id, where, at=clock(), desk="Accueil 2")

    yield arrive
    other.close()


@pytest.fixture
def arriving(arrive, monkeypatch):
    """From when it is called on, somebody does between two readings of an export."""
    real = export_contents.of_journal

    def of_journal(event, now, rules):
        arrive()
        return real(event, now, rules)

    return lambda: monkeypatch.setattr(export_contents, "of_journal", of_journal)


@pytest.mark.parametrize("name", ["out.json", "out.xlsx", "out.csv"])
def test_who_comes_between_two_readings_is_neither_in_the_cells_nor_in_the_line(event, arriving, tmp_path, name):
    entries, before = event.journal.count(), made_of(event, tmp_path / name, say, AS_NOW)
    arriving()
    assert export_attendance(event, tmp_path / name, say, now=AS_NOW.now) == before
    found, sheet = origin_of(event, tmp_path / name)
    assert (found, sheet.entries, event.journal.count()) == (Origin.EARLIER, entries, entries + 1)


def test_who_comes_while_the_tables_are_made_is_not_in_them(event, arrive):
    def arriving(words, **fields):
        arrive()
        return say(words, **fields)

    path, entries = event.path.with_name("out.csv"), event.journal.count()
    before = made_of(event, path, say, AS_NOW)
    assert made_of(event, path, arriving, AS_NOW) == before
    assert event.journal.count() > entries, "they came meanwhile, and waited for nothing"


def test_the_account_on_paper_has_one_line_and_it_is_that_of_its_cells(event, clock, arrive, tmp_path, qapp):
    setting, path = setting_for(event, Voice("fr"), clock()), tmp_path / "compte.pdf"
    arrive()
    export(event, path, setting, Wish())
    assert told(path).count(str(control_sheet(event))) == 2, "in the text, and at the foot"
    assert setting.control not in texts_of(path)


def test_what_is_read_of_one_moment_cannot_be_written_and_compares_with_itself(event, arrive, tmp_path):
    with event.as_it_is() as still:
        arrive()
        line = str(control_sheet(still))
        (tmp_path / "out.json").write_bytes(made_of(still, tmp_path / "out.json", say, AS_NOW).files[0][1])
        assert origin_of(still, tmp_path / "out.json")[0] is Origin.NOW
        assert differences(still, tmp_path / "out.json", [say]) == []
        with pytest.raises(StorageError, match="nothing was saved"), still.writing():
            still.db.conn.execute("DELETE FROM settings")
    assert line != str(control_sheet(event))
    assert examine(event).problems == ()
