# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs in the journal: whose counts, what becomes of them, and that a scan reads none."""

import random
from base64 import b64decode

import pytest

from checkin.core.entries import BODY_LIMIT, EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.picture_entries import HEAVIEST_PHOTOGRAPH, MOST_PARTS_OF_PHOTOGRAPH, photograph_parts, photograph_set
from checkin.services.desk import Desk
from checkin.services.photographs import keep_photographs, read_photograph, read_photographs
from checkin.services.privacy.person_data import person_data, person_text
from checkin.translation import translate
from tests.builders import an_attendee

ONE, TWO, THREE = (an_attendee(number) for number in (1, 2, 3))


def a_picture(seed=1, size=9_000):
    return random.Random(seed).randbytes(size)


FACE, OTHER = a_picture(1), a_picture(2)


@pytest.fixture
def desk(event, clock):
    return Desk(event, clock, "Accueil 1")


def parts(event):
    return event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_KEPT])


def test_the_newest_photograph_of_a_person_is_shown(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.keep(ONE.id, OTHER)
    assert read_photograph(event, ONE.id) == OTHER
    assert read_photograph(event, TWO.id) == b""
    assert read_photographs(event) == {ONE.id: OTHER}


def test_an_answer_shows_the_photograph_of_its_person_also_after_a_merge(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.keep(THREE.id, OTHER)
    assert desk.photographs.shown(desk.check_in(ONE.id)) == FACE
    assert desk.photographs.shown(desk.scan(THREE.ticket_code)) == OTHER
    assert desk.photographs.shown(desk.scan(TWO.ticket_code)) == b""
    assert desk.photographs.shown(desk.scan("nobody's")) == b""
    desk.registration.merge(TWO.id, THREE.id)
    assert desk.photographs.shown(desk.check_in(TWO.id)) == OTHER


def test_a_photograph_that_is_removed_is_shown_no_more_and_can_come_again(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.remove(ONE.id)
    assert read_photograph(event, ONE.id) == b""
    assert read_photographs(event) == {}
    written = len(parts(event))
    desk.photographs.keep(ONE.id, FACE)
    assert read_photograph(event, ONE.id) == FACE
    assert len(parts(event)) == written, "the bytes are in the journal already"


def test_the_heaviest_photograph_fits_into_few_entries(event, desk):
    data = a_picture(size=HEAVIEST_PHOTOGRAPH)
    desk.photographs.keep(ONE.id, data)
    assert len(parts(event)) == MOST_PARTS_OF_PHOTOGRAPH
    assert read_photograph(event, ONE.id) == data
    stored = event.db.conn.execute("SELECT max(length(body)) FROM journal WHERE kind = 'photograph_kept'").fetchone()[0]
    assert stored <= BODY_LIMIT


def test_the_same_photographs_again_write_nothing(event, clock):
    brought = {ONE.id: FACE, TWO.id: OTHER}
    assert keep_photographs(event, brought, at=clock(), desk="Accueil 1") == 2
    before = event.journal.count()
    assert keep_photographs(event, brought, at=clock(), desk="Accueil 1") == 0
    assert event.journal.count() == before


def test_of_merged_records_the_kept_ones_photograph_counts_and_undoing_gives_both_back(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.keep(TWO.id, OTHER)
    desk.registration.merge(ONE.id, TWO.id)
    assert read_photographs(event) == {ONE.id: FACE}
    desk.registration.unmerge(TWO.id)
    assert read_photographs(event) == {ONE.id: FACE, TWO.id: OTHER}


def test_a_record_without_a_photograph_takes_over_that_of_the_other_until_it_is_removed(event, desk):
    desk.photographs.keep(TWO.id, OTHER)
    desk.registration.merge(ONE.id, TWO.id)
    assert read_photograph(event, ONE.id) == OTHER
    desk.photographs.remove(TWO.id)
    assert read_photograph(event, ONE.id) == b""


def test_a_substitute_does_not_get_the_face_of_the_absent_person(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    answer = desk.registration.substitute(ONE.id, RegistrationForm("Ada", "Byron"))
    assert answer.attendee
    assert desk.photographs.shown(answer) == b""


@pytest.mark.parametrize("picture", [None, 7, "0" * 64, ["x"], "' OR 1=1 --"])
def test_an_entry_that_names_no_picture_shows_none(event, desk, clock, picture):
    with event.transaction():
        event.journal.append(EntryKind.PHOTOGRAPH_SET, ONE.id, {"picture": picture}, at=clock(), desk="X")
    assert read_photograph(event, ONE.id) == b""
    assert read_photographs(event) == {}


def test_parts_that_come_after_the_person_is_set_complete_the_photograph(event, desk, clock):
    with event.transaction():
        event.journal.append_all([photograph_set(ONE.id, FACE)], at=clock(), desk="X")
    assert read_photograph(event, ONE.id) == b""
    with event.transaction():
        event.journal.append_all(photograph_parts(FACE), at=clock(), desk="X")
    assert read_photograph(event, ONE.id) == FACE


def test_a_look_up_reads_the_parts_of_one_photograph_from_the_index(event):
    plan = event.db.conn.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM journal WHERE kind = 'photograph_kept' AND body ->> '$.picture' IN (?)", ["x"]
    ).fetchall()
    assert "journal_photographs" in str(plan)


def test_the_entries_of_a_person_hold_no_picture(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    assert all(len(str(entry.body)) < 500 for entry in event.journal.about(ONE.id))


def test_the_tables_need_no_photograph_to_be_built_again(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.scan(ONE.ticket_code)
    assert set(event.journal.differences().values()) == {0}


def test_the_person_is_given_their_photograph(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.keep(ONE.id, OTHER)
    desk.photographs.remove(ONE.id)
    data = person_data(event, ONE.id)
    given = {b64decode(each["image"].partition(",")[2]) for each in data["photographs"]}
    assert given == {FACE, OTHER}, "what was replaced or removed is still in the file"
    assert "2" in person_text(data, translate)
    assert person_data(event, TWO.id)["photographs"] == []
