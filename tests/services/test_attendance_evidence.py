# SPDX-License-Identifier: GPL-3.0-or-later
"""Presence of the people of a real event, from what its desk did. The rules: tests/core/test_attendance_rules.py."""

from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from tests.builders import KEY, an_attendee

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


def minutes(event, session="atelier-b"):
    """Of everybody, at the only session that has times: 08:40 to 10:40."""
    return {t.id: t.attendance.sessions[session].minutes for t in AttendanceEvidence(event).all_people()}


def test_a_day_at_the_desk(event, desk, clock):
    desk.scan(ONE.ticket_code)
    desk.move_to("atelier-b")
    clock.pass_by(minutes=30)
    desk.scan(THREE.ticket_code)
    clock.pass_by(minutes=45)
    desk.move_to("sortie")
    desk.admit(desk.scan(THREE.ticket_code))
    found = AttendanceEvidence(event).of(THREE.id)
    assert found.history.attendee.last_name == "N’Guyen"
    assert (found.attendance.sessions["atelier-b"].minutes, found.attendance.minutes) == (45, 45)
    assert minutes(event) == {ONE.id: 0, TWO.id: 0, THREE.id: 45}


def test_two_records_of_one_person_are_one_presence(event, desk, clock):
    desk.move_to("atelier-b")
    desk.admit(desk.scan(TWO.ticket_code))
    desk.registration.merge(ONE.id, TWO.id)
    assert minutes(event) == {ONE.id: 120, THREE.id: 0}
    assert AttendanceEvidence(event).of(TWO.id).id == ONE.id


def test_a_ticket_let_in_unheard_of_has_a_presence(event, desk):
    token = KEY.issue(b"elsewhere elsewh")
    desk.admit(desk.scan(token.code))
    (unheard,) = (t for t in AttendanceEvidence(event).all_people() if t.history.attendee is None)
    assert (unheard.id, unheard.attendance.minutes) == (token.id, 120)
