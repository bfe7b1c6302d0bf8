# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody comes instead of the holder of a ticket: pretix has one ticket before and after, then the substitute’s."""

import pytest

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.people.registration_form import RegistrationForm
from checkin.sync.pretix_connection import PretixUnreachableError
from tests.needs import need
from tests.services.ticketing.breaking_proxy import CUT_AFTER, BreakingProxy, first
from tests.services.ticketing.ticketed_desk import organiser, status, successful

need("pretix")

FORM = RegistrationForm("Gwenaëlle", "Le Floc'h", email="g@exemple.test")


def tickets(pretix):
    return pretix.execute("SELECT count(*) FROM pretixbase_orderposition")[0][0]


def ticket(pretix, number):
    """The name and the code of a ticket at the server."""
    of_position = "SELECT attendee_name_cached, secret FROM pretixbase_orderposition WHERE id = ?"
    return pretix.execute(of_position, number)[0]


def replaced(pretix, joined, lists, label="paid_1"):
    """Somebody comes instead of a holder: the answer, and the record of who is absent."""
    absent = joined.person(pretix.main.secret(label))
    return joined.at(lists["accueil"]).registration.substitute(absent.id, FORM), absent


def test_the_substitute_enters_on_the_ticket_that_there_is_and_it_is_theirs(pretix, joined, lists):
    before, number = tickets(pretix), pretix.main.position_id("paid_1")
    answer, absent = replaced(pretix, joined, lists)
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WALK_IN)
    joined.sync()

    assert tickets(pretix) == before
    assert ticket(pretix, number) == ("Gwenaëlle Le Floc'h", answer.attendee.ticket_code)
    assert [position for _, position, *_ in successful(pretix)] == [number]
    assert status(pretix, lists["accueil"]) == (1, 1)
    assert joined.quarantined() == []

    joined.sync()
    there = joined.event.attendees.get(answer.attendee.id)
    assert (there.name, there.email, there.order) == ("Gwenaëlle Le Floc'h", "g@exemple.test", absent.order)
    assert there.position["secret"] == there.ticket_code == answer.attendee.ticket_code
    assert joined.event.attendees.get(absent.id).status is Status.CANCELLED
    assert joined.is_sound()


def test_the_code_of_who_is_absent_opens_nothing_any_more_here_or_at_the_servers_own_scanners(pretix, joined, lists):
    answer, absent = replaced(pretix, joined, lists)
    joined.sync()

    refused = joined.scan(absent.ticket_code, lists["accueil"])
    assert (refused.reason, refused.replaced_by) == (Reason.CANCELLED, answer.attendee.name)
    assert pretix.scan(absent.ticket_code, lists["plenier"])[1]["reason"] == "invalid"
    assert pretix.scan(answer.attendee.ticket_code, lists["plenier"])[0] == 201


def test_the_add_ons_are_the_substitutes_and_their_former_codes_open_nothing(pretix, joined, lists):
    former, addon = pretix.main.secret("addon_one", 1), pretix.main.position_id("addon_one", 1)
    answer, _ = replaced(pretix, joined, lists, "addon_one")
    joined.sync()

    assert pretix.scan(former, lists["addons"])[1]["reason"] == "invalid"
    assert joined.at(lists["addons"]).check_in(answer.attendee.id).verdict is Verdict.ADMIT
    joined.sync()
    assert [position for _, position, *_ in successful(pretix, lists["addons"])] == [addon]
    assert joined.quarantined() == []


def test_who_had_come_before_the_substitute_is_no_longer_in(pretix, joined, lists):
    number = pretix.main.position_id("paid_1")
    joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
    joined.sync()
    replaced(pretix, joined, lists)
    joined.sync()

    assert [position for _, position, *_ in successful(pretix)] == [number]
    assert status(pretix, lists["accueil"]) == (1, 1)
    assert joined.quarantined() == []


def test_a_check_in_that_the_server_had_before_stays_that_of_who_is_absent(pretix, joined, lists):
    assert pretix.scan(pretix.main.secret("paid_1"), lists["plenier"], device=1, nonce="a")[0] == 201
    joined.sync()
    joined.clock.pass_by(minutes=2)
    answer, absent = replaced(pretix, joined, lists)
    joined.sync()
    joined.sync()

    point = f"list-{lists['plenier']}"
    assert joined.event.journal.history(absent.id).visit(point).is_inside
    assert not joined.event.journal.history(answer.attendee.id).visit(point).is_inside
    assert joined.is_sound()


def test_until_the_server_knows_of_them_it_does_not_rename_the_substitute(pretix, joined, lists):
    pretix.execute("UPDATE pretixbase_device SET security_profile = 'pretixscan' WHERE device_id = 1")
    number = pretix.main.position_id("paid_1")
    answer, absent = replaced(pretix, joined, lists)
    organiser(pretix, f"orderpositions/{number}/", {"company": "Mairie de Brest"}, "PATCH")
    joined.sync()
    joined.sync()

    assert [kind for kind, _ in joined.quarantined()] == ["attendee_added"]
    assert [position for _, position, *_ in successful(pretix)] == [number]  # so that nobody enters on it again
    there = joined.event.attendees.get(answer.attendee.id)
    assert (there.name, there.ticket_code) == ("Gwenaëlle Le Floc'h", answer.attendee.ticket_code)
    assert ticket(pretix, number)[1] == absent.ticket_code

    pretix.execute("UPDATE pretixbase_device SET security_profile = 'full' WHERE device_id = 1")
    joined.clock.pass_by(hours=1)
    joined.sync()
    assert ticket(pretix, number) == ("Gwenaëlle Le Floc'h", answer.attendee.ticket_code)
    assert joined.quarantined() == []


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_ticket_passes_on_though_an_answer_never_came(pretix, joined, lists, method):
    number = pretix.main.position_id("paid_1")
    answer, _ = replaced(pretix, joined, lists)
    with BreakingProxy(pretix.port, first(CUT_AFTER, method=method, path=f"/orderpositions/{number}/")) as proxy:
        joined.through = proxy.url
        with pytest.raises(PretixUnreachableError):
            joined.sync()
        joined.sync()
    assert ticket(pretix, number)[1] == answer.attendee.ticket_code
    assert joined.event.attendees.get(answer.attendee.id).position["secret"] == answer.attendee.ticket_code
    assert joined.quarantined() == []


def test_undone_before_it_was_sent_the_ticket_is_the_holders_again(pretix, joined, lists):
    number = pretix.main.position_id("paid_1")
    answer, absent = replaced(pretix, joined, lists)
    joined.desk.undo(answer.entry)
    joined.sync()

    assert ticket(pretix, number)[1] == absent.ticket_code
    assert joined.scan(absent.ticket_code, lists["accueil"]).verdict is Verdict.ADMIT
    joined.sync()
    assert [position for _, position, *_ in successful(pretix)] == [number]


def test_undone_later_the_substitute_has_not_come_and_the_ticket_stays_theirs(pretix, joined, lists):
    answer, absent = replaced(pretix, joined, lists)
    joined.sync()
    joined.desk.undo(answer.entry)
    joined.sync()

    assert successful(pretix) == []
    assert joined.event.attendees.get(absent.id).status is Status.CANCELLED
    assert joined.scan(answer.attendee.ticket_code, lists["accueil"]).verdict is Verdict.ADMIT


def test_undone_after_something_else_was_recorded_of_the_substitute_the_ticket_has_one_holder(pretix, joined, lists):
    answer, absent = replaced(pretix, joined, lists)
    joined.desk.registration.correct(answer.attendee.id, {"note": "Fauteuil"})
    joined.desk.undo(answer.entry)

    holders = [joined.event.attendees.get(each.id).position.get("id") for each in (absent, answer.attendee)]
    assert holders == [None, absent.position["id"]]
    assert joined.event.attendees.get(absent.id).status is Status.CANCELLED


def test_who_came_instead_of_somebody_registered_a_moment_ago_has_the_one_order(pretix, joined, lists):
    before = tickets(pretix)
    first_one = joined.at(lists["accueil"]).registration.walk_in(RegistrationForm("Paul", "Passant"))
    answer = joined.desk.registration.substitute(first_one.attendee.id, FORM)
    joined.sync()

    assert tickets(pretix) == before + 1
    assert joined.event.attendees.get(answer.attendee.id).position["secret"] == answer.attendee.ticket_code
    assert status(pretix, lists["accueil"]) == (1, 1)


def test_another_device_with_a_list_of_its_own_knows_the_substitute_by_the_ticket(pretix, joined, beside, lists):
    answer, absent = replaced(pretix, joined, lists)
    joined.sync()
    beside.sync()

    assert beside.person(answer.attendee.ticket_code).name == "Gwenaëlle Le Floc'h"
    assert beside.scan(absent.ticket_code, lists["accueil"]).reason is Reason.CODE_REPLACED
    assert beside.scan(answer.attendee.ticket_code, lists["accueil"]).verdict is Verdict.DUPLICATE
