# SPDX-License-Identifier: GPL-3.0-or-later
"""The code of a pretix device, shown where tickets are scanned."""

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.message import UserError
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.desk import Desk
from tests.builders import an_attendee

ONE = an_attendee(1).ticket_code


@pytest.fixture
def desk(event, clock):
    return Desk(event, clock, "Accueil 1")


DEVICE_CODE = '{"handshake_version": 1, "url": "https://tickets.example", "token": "kpp4jn8g2ynzonp6"}'


def test_the_code_of_a_pretix_device_is_no_ticket_and_its_secret_goes_nowhere(event, desk):
    before = read_fingerprint(event)
    answer = desk.scan(DEVICE_CODE)
    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.DEVICE_CODE)
    assert "kpp4jn8g2ynzonp6" not in repr(answer)
    assert desk.resolve(DEVICE_CODE) == DEVICE_CODE
    person = desk.scan(ONE).attendee.id
    before = read_fingerprint(event)
    with pytest.raises(UserError, match="connects a desk to pretix") as refused:
        desk.tying.tie(person, DEVICE_CODE, keeps=True)
    assert "kpp4jn8g2ynzonp6" not in repr(desk.tying.refused(DEVICE_CODE, refused.value))
    assert read_fingerprint(event) == before
