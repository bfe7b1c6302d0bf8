# SPDX-License-Identifier: GPL-3.0-or-later
"""The others of a person's order who have not arrived yet: booked under one number, or brought along. Reads only."""

from collections.abc import Collection, Iterator

from checkin.core.admission_rules import counting_point
from checkin.core.answer import Answer, SearchMatch
from checkin.core.attendee import Attendee
from checkin.core.counts import is_expected, is_meant_for
from checkin.core.decision import Reason, Verdict
from checkin.core.programme.programme import PointMode, Programme
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import PersonLookup


def order_members(event: EventFile, answer: Answer, programme: Programme) -> tuple[SearchMatch, ...]:
    """Return those who may still come in with the person of `answer`, by name: nobody who is cancelled, online, not
    expected at this control point, or has been here. None for a question, a refusal or an exit.
    """
    person, point = answer.attendee, answer.control_point
    is_in = answer.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) and answer.reason is not Reason.EXIT
    if person is None or not is_in or point.mode is PointMode.EXIT:
        return ()
    others = event.attendees.of_order(person)
    if not others:
        return ()
    came = event.attendees.visits_at(counting_point(programme, point).id, [other.id for other in others])
    expected = [other for other in _awaited(others, came) if is_meant_for(other, programme, point)]
    return PersonLookup(event).standings(expected, programme, point)


def _awaited(others: Collection[Attendee], came: Collection[str]) -> Iterator[Attendee]:
    for other in others:
        if other.id not in came and is_expected(other):
            yield other
