# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tickets go together, and who still needs one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.mail.mail_account import MOST_TICKETS, group_for_mail
from checkin.core.mail.mail_jobs import OPEN_MAIL_STATES, MailJob, MailReason, MailState, retry_at, why_due
from checkin.core.tickets.ticket_fields import SentTicket
from checkin.core.tickets.ticket_settings import MessageGrouping
from tests.builders import MORNING, an_attendee

EACH, ORDER, ADDRESS = MessageGrouping
ANNE = an_attendee(1, email="anne@example.org", order="A")
JEAN = an_attendee(2, order="A")
LUC = an_attendee(3, email="Anne@Example.org")
ZOE = an_attendee(4, email="zoé@example.org")
PAID = an_attendee(5, custom={"Email payeur": "paye@example.org"})
AT = datetime(2026, 11, 29, tzinfo=UTC)


def groups(grouping, *people):
    found = group_for_mail(people, grouping)
    return [(each.address, [person.id for person in each.people]) for each in found.groups]


def test_each_person_has_a_message():
    assert groups(EACH, ANNE, LUC, PAID) == [
        ("anne@example.org", [ANNE.id]),
        ("Anne@example.org", [LUC.id]),
        ("paye@example.org", [PAID.id]),
    ]


def test_an_order_has_one_message_at_the_address_in_it():
    assert groups(ORDER, JEAN, ANNE, LUC) == [("anne@example.org", [JEAN.id, ANNE.id]), ("Anne@example.org", [LUC.id])]


def test_an_order_goes_to_who_paid():
    payer = an_attendee(6, order="A", custom={"Email payeur": "paye@example.org"})
    assert groups(ORDER, ANNE, JEAN, payer) == [("paye@example.org", [ANNE.id, JEAN.id, payer.id])]


def test_people_of_one_address_have_one_message_whatever_its_capitals():
    assert groups(ADDRESS, ANNE, LUC) == [("anne@example.org", [ANNE.id, LUC.id])]


def test_forty_people_of_one_address_fit_one_message_and_more_do_not():
    people = [an_attendee(n, email="tous@example.org") for n in range(1, MOST_TICKETS + 2)]
    assert [len(ids) for _, ids in groups(ADDRESS, *people[:MOST_TICKETS])] == [MOST_TICKETS]
    assert [len(ids) for _, ids in groups(ADDRESS, *people)] == [MOST_TICKETS, 1]
    assert len(groups(EACH, *people)) == len(people)


def test_who_cannot_be_reached_is_listed_with_the_reason():
    found = group_for_mail([ANNE, JEAN, ZOE], EACH)
    assert (found.without_address, found.with_bad_address) == ((JEAN,), (ZOE,))


PEOPLE = st.lists(
    st.builds(
        lambda email, order, payer: an_attendee(1, email=email, order=order, custom={"Email payeur": payer}),
        st.sampled_from(["", "a@example.org", "A@example.org", "b@example.org", "n/a"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["", "paye@example.org"]),
    ),
    max_size=60,
)


@given(PEOPLE, st.sampled_from(MessageGrouping))
def test_everybody_is_in_one_message_or_listed(people, grouping):
    people = [an_attendee(n, email=p.email, order=p.order, custom=p.custom) for n, p in enumerate(people)]
    found = group_for_mail(people, grouping)
    told = [person.id for group in found.groups for person in group.people]
    told += [person.id for person in (*found.without_address, *found.with_bad_address)]
    assert sorted(told) == sorted(person.id for person in people)
    for group in found.groups:
        assert 0 < len(group.people) <= MOST_TICKETS
        if grouping is EACH:
            assert len(group.people) == 1
        if grouping is ADDRESS:
            assert len({p.email.lower() or p.custom["Email payeur"] for p in group.people} - {"n/a"}) <= 2


def a_job(state, address="anne@example.org", fingerprint="1"):
    return MailJob(1, address, state, "<1@x>", MORNING, {"A": fingerprint})


def due(sent=None, last=None, address="anne@example.org", fingerprint="1"):
    return why_due(address, fingerprint, sent, last, "A")


SENT = SentTicket("anne@example.org", "<1@x>", "1", MORNING)


def test_a_ticket_is_sent_once_and_again_when_it_or_the_address_changes():
    assert due() is MailReason.NEW
    assert due(SENT) is None
    assert due(SENT, fingerprint="2") is MailReason.CHANGED
    assert due(SENT, address="jean@example.org") is MailReason.CHANGED


@pytest.mark.parametrize("state", sorted(OPEN_MAIL_STATES))
def test_what_is_under_way_is_not_queued_again(state):
    assert due(None, a_job(state)) is None
    assert due(SENT, a_job(state), fingerprint="2") is None


def test_a_refused_address_and_an_uncertain_message_wait_for_the_organiser():
    assert due(None, a_job(MailState.REFUSED)) is MailReason.REFUSED
    assert due(None, a_job(MailState.UNSURE)) is MailReason.UNSURE
    assert due(None, a_job(MailState.REFUSED), address="autre@example.org") is MailReason.NEW
    assert due(None, a_job(MailState.REFUSED), fingerprint="2") is MailReason.REFUSED  # the address is the same
    assert due(SENT, a_job(MailState.REFUSED), fingerprint="2") is MailReason.REFUSED
    assert due(SENT, a_job(MailState.UNSURE, fingerprint="2"), fingerprint="2") is MailReason.UNSURE
    assert due(SENT, a_job(MailState.UNSURE, fingerprint="2"), fingerprint="3") is MailReason.CHANGED


def test_a_message_that_was_told_to_come_later_does_so_four_times():
    minutes = [(at - AT).total_seconds() / 60 for tries in range(1, 5) if (at := retry_at(tries, AT))]
    assert (minutes, retry_at(5, AT)) == ([1, 5, 15, 60], None)
