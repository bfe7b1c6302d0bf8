# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is found by a typed name, and by a code that is no ticket but names people."""

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.services.person_lookup import MOST_LISTED, PersonLookup
from tests.builders import an_attendee
from tests.conftest import add_people


def test_an_address_shared_by_colleagues_asks_which_of_them_and_writes_nothing(event, desk, clock):
    shared = {"email": "accueil@mairie.example"}
    add_people(event, clock(), an_attendee(7, **shared), an_attendee(8, **shared), an_attendee(9))
    before = event.journal.count()

    answer = desk.scan("mailto:Accueil@Mairie.example")

    assert (answer.verdict, answer.reason, answer.can_admit) == (Verdict.ASK, Reason.SEVERAL, False)
    assert {m.attendee.last_name for m in answer.candidates} == {"Le Goff-7", "Le Goff-8"}
    assert event.journal.count() == before


def test_a_business_card_names_its_person_whatever_the_order_and_accents_of_the_name(event, desk):
    answer = desk.scan("BEGIN:VCARD\nVERSION:3.0\nN:DE LA FOURNIERE;Jean Baptiste;;;\nEND:VCARD")
    assert [m.attendee.name for m in answer.candidates] == ["Jean-Baptiste de La Fournière"]


def test_a_card_of_somebody_who_is_not_on_the_list_stays_an_unknown_code(desk):
    assert desk.scan("Anne Onyme").reason is Reason.UNKNOWN


@pytest.mark.parametrize(
    ("count", "listed", "more"),
    [(3, 3, 0), (MOST_LISTED, MOST_LISTED, 0), (MOST_LISTED + 4, MOST_LISTED, 4), (120, MOST_LISTED, None)],
)
def test_a_search_lists_some_and_counts_the_others_unless_they_are_too_many(event, desk, count, listed, more):
    add_people(event, desk.now(), *(an_attendee(n, last_name="Zwolak") for n in range(20, 20 + count)))
    found = PersonLookup(event).find("zwolak", desk.programme, desk.control_point)
    assert (len(found.matches), found.more) == (listed, more)
