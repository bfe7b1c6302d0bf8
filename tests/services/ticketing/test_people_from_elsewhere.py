# SPDX-License-Identifier: GPL-3.0-or-later
"""People whom one of the two did not know: registered at a desk, or with a signed ticket sold a moment ago."""

import shutil
from contextlib import closing

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.services.event_file import EventFile
from tests.needs import need
from tests.services.ticketing.ticketed_desk import TicketedDesk, fetch_event_file, now, status, successful

need("pretix")

FORM = RegistrationForm("Gwenaëlle", "Le Floc'h", organisation="Mairie", custom={"Régime alimentaire": "Végan"})


def test_a_person_registered_at_one_desk_is_on_the_list_of_the_other_and_in(pretix, joined, beside, lists):
    answer = joined.at(lists["accueil"]).registration.walk_in(FORM)
    joined.sync()
    beside.sync()
    person = beside.person(answer.attendee.ticket_code)
    assert (person.name, person.organisation) == ("Gwenaëlle Le Floc'h", "Mairie")
    assert beside.visit(answer.attendee.ticket_code, lists["accueil"]).is_inside
    again = beside.scan(answer.attendee.ticket_code, lists["accueil"])
    assert (again.verdict, again.earlier_desk) == (Verdict.DUPLICATE, "pretix 1")  # who has answered already
    joined.sync()
    assert joined.person(answer.attendee.ticket_code).id == answer.attendee.id
    assert (joined.is_sound(), beside.is_sound()) == (True, True)


def test_a_registration_undone_before_it_was_sent_makes_no_order(pretix, joined, lists):
    before = pretix.execute("SELECT count(*) FROM pretixbase_order")
    answer = joined.at(lists["accueil"]).registration.walk_in(FORM)
    joined.desk.undo(answer.entry)
    joined.sync()
    assert pretix.execute("SELECT count(*) FROM pretixbase_order") == before
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
