# SPDX-License-Identifier: GPL-3.0-or-later
"""People whom pretix did not know, or who come instead of the holder of a ticket: each has one ticket there."""

import shutil
from contextlib import closing

import pytest

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.services.event_file import EventFile
from checkin.sync.pretix_connection import PretixUnreachableError
from tests.needs import need
from tests.services.ticketing.breaking_proxy import CUT_AFTER, BreakingProxy, first
from tests.services.ticketing.ticketed_desk import TicketedDesk, fetch_event_file, now, organiser, status, successful

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


def entered(pretix, *check_in_list):
    return [position for _, position, *_ in successful(pretix, *check_in_list)]


def test_the_substitute_enters_on_the_ticket_that_there_is_and_it_is_theirs_alone(pretix, joined, beside, lists):
    """The code of who is absent opens nothing any more, here, at the server's own scanners or at another device."""
    before, number, here = tickets(pretix), pretix.main.position_id("paid_1"), lists["accueil"]
    answer, absent = replaced(pretix, joined, lists)
    code = answer.attendee.ticket_code
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WALK_IN)
    joined.sync()
    assert tickets(pretix) == before
    assert ticket(pretix, number) == ("Gwenaëlle Le Floc'h", code)
    assert entered(pretix) == [number]
    assert status(pretix, here) == (1, 1)
    assert joined.quarantined() == []

    joined.sync()
    there = joined.event.attendees.get(answer.attendee.id)
    assert (there.name, there.email, there.order) == ("Gwenaëlle Le Floc'h", "g@exemple.test", absent.order)
    assert there.position["secret"] == there.ticket_code == code
    assert joined.event.attendees.get(absent.id).status is Status.CANCELLED
    assert joined.is_sound()

    refused = joined.scan(absent.ticket_code, here)
    assert (refused.reason, refused.replaced_by) == (Reason.CANCELLED, answer.attendee.name)
    beside.sync()
    assert beside.person(code).name == "Gwenaëlle Le Floc'h"
    assert beside.scan(absent.ticket_code, here).reason is Reason.CODE_REPLACED
    assert beside.scan(code, here).verdict is Verdict.DUPLICATE
    assert pretix.scan(absent.ticket_code, lists["plenier"])[1]["reason"] == "invalid"
    assert pretix.scan(code, lists["plenier"])[0] == 201


def test_the_add_ons_are_the_substitutes_and_their_former_codes_open_nothing(pretix, joined, lists):
    former, addon = pretix.main.secret("addon_one", 1), pretix.main.position_id("addon_one", 1)
    answer, _ = replaced(pretix, joined, lists, "addon_one")
    joined.sync()
    assert pretix.scan(former, lists["addons"])[1]["reason"] == "invalid"
    assert joined.at(lists["addons"]).check_in(answer.attendee.id).verdict is Verdict.ADMIT
    joined.sync()
    assert (entered(pretix, lists["addons"]), joined.quarantined()) == ([addon], [])


def test_who_had_come_before_the_substitute_is_no_longer_in(pretix, joined, lists):
    joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
    joined.sync()
    replaced(pretix, joined, lists)
    joined.sync()
    assert entered(pretix) == [pretix.main.position_id("paid_1")]
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
    assert entered(pretix) == [number]  # so that nobody enters on it again
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
    assert entered(pretix) == [number]


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


need("pretix")
DINER = RegistrationForm("Gwenaëlle", "Le Floc'h", organisation="Mairie", custom={"Régime alimentaire": "Végan"})


def test_a_person_registered_at_one_desk_is_on_the_list_of_the_other_and_in(pretix, joined, beside, lists):
    answer = joined.at(lists["accueil"]).registration.walk_in(DINER)
    joined.sync()
    beside.sync()
    person = beside.person(answer.attendee.ticket_code)
    assert (person.name, person.organisation) == ("Gwenaëlle Le Floc'h", "Mairie")
    assert beside.visit(answer.attendee.ticket_code, lists["accueil"]).is_inside
    again = beside.scan(answer.attendee.ticket_code, lists["accueil"])
    assert (again.verdict, again.earlier.desk) == (Verdict.DUPLICATE, "pretix 1")  # who has answered already
    joined.sync()
    assert joined.person(answer.attendee.ticket_code).id == answer.attendee.id
    assert (joined.is_sound(), beside.is_sound()) == (True, True)


def test_a_registration_undone_before_it_was_sent_makes_no_order(pretix, joined, lists):
    before = tickets(pretix)
    answer = joined.at(lists["accueil"]).registration.walk_in(DINER)
    joined.desk.undo(answer.entry)
    joined.sync()
    assert tickets(pretix) == before
    assert (successful(pretix), joined.quarantined(), joined.waiting()) == ([], [], 0)


@pytest.fixture(scope="module")
def signed_file(pretix_server, tmp_path_factory):
    pretix_server.reset()
    pretix_server.start()
    path = tmp_path_factory.mktemp("signed") / "signed.checkin"
    return fetch_event_file(pretix_server, path, slug=pretix_server.signed.slug)


@pytest.fixture
def signed(pretix, signed_file, tmp_path):
    """A desk of the event whose tickets are signed."""
    path = tmp_path / "signed.checkin"
    shutil.copyfile(signed_file, path)
    with closing(EventFile.open(path)) as event:
        yield TicketedDesk(event, "Accueil 1", now())


def sold_now(pretix):
    """A ticket of the signed event that no desk has fetched yet: its code and the number of its position."""
    names = {"_scheme": "given_family", "given_name": "Zita", "family_name": "Tardive"}
    position = {"item": pretix.signed.items["partenaire"], "attendee_name_parts": names, "answers": []}
    order = {"status": "p", "payment_provider": "manual", "sales_channel": "web", "positions": [position]}
    code, body = pretix.ask(f"events/{pretix.signed.slug}/orders/", {**order, "send_email": False, "locale": "fr"})
    assert code == 201, body
    return body["positions"][0]["secret"], body["positions"][0]["id"]


def test_a_signed_ticket_not_fetched_yet_is_let_in_and_becomes_its_person(pretix, signed):
    here, point = pretix.signed.lists["accueil"], f"list-{pretix.signed.lists['accueil']}"
    code, number = sold_now(pretix)
    answer = signed.scan(code, here)
    assert (answer.verdict, answer.reason, answer.attendee) == (Verdict.ADMIT, Reason.SIGNED_TICKET, None)
    assert signed.scan(code, here).verdict is Verdict.DUPLICATE
    signed.sync()
    assert [(place, device) for _, place, _, device, _ in successful(pretix, here)] == [(number, 1)]
    person = signed.person(code)
    assert person.name == "Zita Tardive"
    assert signed.event.journal.history(person.id).visit(point).is_inside
    assert signed.event.attendees.arrived(point) == 1
    assert signed.scan(code, here).verdict is Verdict.DUPLICATE
    assert signed.count(EntryKind.CHECKED_IN) == 1
    signed.sync()
    assert len(successful(pretix, here)) == 1
    assert (signed.quarantined(), signed.is_sound()) == ([], True)


def test_a_revoked_signed_ticket_and_a_blocked_one_are_refused_here_and_recorded_there(pretix, signed):
    here = pretix.signed.lists["accueil"]
    assert signed.scan(pretix.signed.secret("secret_changed"), here).verdict is Verdict.REFUSE
    assert signed.scan(pretix.signed.secret("blocked"), here).reason is Reason.BLOCKED
    assert signed.scan(pretix.signed.new_secret("secret_changed"), here).verdict is Verdict.ADMIT
    signed.sync()
    assert len(successful(pretix, here)) == 1
    assert signed.quarantined() == []


def test_an_exit_of_a_person_who_never_came_is_asked_and_told_as_both(pretix, joined, lists):
    here = lists["accueil"]
    asked = joined.scan(pretix.main.secret("paid_1"), here, leaving=True)
    joined.desk.admit(asked)
    joined.sync()
    ours = [(kind, at) for kind, _, at in joined.passages(here)]
    assert len(successful(pretix, here)) == len(ours)
    assert status(pretix, here)[1] == 0
