# SPDX-License-Identifier: GPL-3.0-or-later
"""A check-in list of one add-on at a real pretix, where its own scanners want the code of the add-on."""

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from tests.needs import need
from tests.services.ticketing.ticketed_desk import organiser, status, successful

need("pretix")


@pytest.fixture
def workshop(pretix, joined):
    """The number of a list of workshop A alone, which the desk has fetched."""
    products = [pretix.main.items["atelier_a"]]
    body = {"name": "Salle A", "all_products": False, "limit_products": products, "addon_match": False}
    made = organiser(pretix, "checkinlists/", body)
    joined.sync()
    return made["id"]


def holder(pretix, joined):
    """Somebody who has workshop A: the desk's record, the numbers of their own ticket and of their add-on."""
    person = joined.person(pretix.main.secret("addon_one"))
    (addon,) = person.position["addons"]
    return person, person.position["id"], addon["id"]


def told(pretix, number):
    return [(kind, position) for _, position, kind, _, _ in successful(pretix, number)]


def test_who_is_chosen_by_name_enters_the_workshop_on_their_add_on(pretix, joined, workshop):
    person, _, addon = holder(pretix, joined)

    answer = joined.at(workshop).check_in(person.id)
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WELCOME)
    joined.sync()

    assert told(pretix, workshop) == [("entry", addon)]
    assert joined.quarantined() == []
    assert joined.scan(pretix.main.secret("addon_one", 1), workshop).verdict is Verdict.DUPLICATE


def test_the_workshop_is_not_opened_by_the_ticket_but_over_the_refusal_the_add_on_is_used(pretix, joined, workshop):
    _, own, addon = holder(pretix, joined)
    refused = joined.scan(pretix.main.secret("addon_one"), workshop)
    assert (refused.verdict, refused.reason) == (Verdict.REFUSE, Reason.NO_ACCESS)

    joined.desk.overrule(refused, Authority("s1", "vu avec l’organisateur"))
    joined.sync()

    assert told(pretix, workshop) == [("entry", addon)]
    assert own != addon


@pytest.mark.parametrize("is_sent_before", [False, True])
def test_who_was_registered_with_a_workshop_opens_it_by_the_code_they_were_given(
    pretix, joined, lists, workshop, is_sent_before
):
    form = RegistrationForm("Gwenaëlle", "Le Floc'h", sessions=(f"item-{pretix.main.items['atelier_a']}",))
    code = joined.at(lists["accueil"]).registration.walk_in(form).attendee.ticket_code
    if is_sent_before:
        joined.sync()
    assert joined.scan(code, workshop).verdict is Verdict.ADMIT
    joined.sync()

    (addon,) = joined.person(code).position["addons"]
    assert told(pretix, workshop) == [("entry", addon["id"])]
    assert (status(pretix, workshop), status(pretix, lists["accueil"])) == ((1, 1), (1, 1))
    assert joined.scan(code, workshop).verdict is Verdict.DUPLICATE
    assert joined.quarantined() == []


def test_who_was_registered_without_the_workshop_does_not_open_it(pretix, joined, lists, workshop):
    code = joined.at(lists["accueil"]).registration.walk_in(RegistrationForm("Paul", "Sans")).attendee.ticket_code
    assert joined.scan(code, workshop).reason is Reason.NO_ACCESS
    joined.sync()
    assert joined.scan(code, workshop).reason is Reason.NO_ACCESS
