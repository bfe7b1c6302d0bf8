# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of an event that is at work: whole, a desk of its own, and never in place of another file."""

from contextlib import closing
from dataclasses import replace

import pytest

from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.desk.event_file import EventFile
from checkin.desk.exports.event_copy import save_copy
from checkin.storage import settings
from tests.builders import an_attendee


def test_a_copy_holds_what_was_recorded_and_is_a_desk_of_its_own(event, desk, tmp_path):
    settings.save(event.db, replace(settings.load(event.db), identity="one", desk="Accueil 7"))
    desk.check_in(an_attendee(1).id)
    save_copy(event, tmp_path / "copy.checkin")
    desk.check_in(an_attendee(2).id)
    with closing(EventFile.open(tmp_path / "copy.checkin")) as copy:
        assert [each.subject for each in copy.journal.of_kinds([Kind.CHECKED_IN])] == [an_attendee(1).id]
        kept = settings.load(copy.db)
    assert (kept.desk, kept.identity) == ("Accueil 7", "")


def test_a_copy_takes_no_other_files_place(event, tmp_path):
    other = tmp_path / "other.checkin"
    other.write_text("somebody's")
    for target in (other, event.path):
        with pytest.raises(UserError):
            save_copy(event, target)
    assert other.read_text() == "somebody's"
    assert event.attendees.count() == 3
