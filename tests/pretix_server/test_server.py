# SPDX-License-Identifier: GPL-3.0-or-later
"""The server that the other tests rely on."""

from tests.needs import need

need("pretix")


def test_what_one_test_did_is_gone_for_the_next(pretix):
    secret, welcome = pretix.main.secret("paid_1"), pretix.main.lists["accueil"]
    for _ in range(2):
        pretix.reset()
        assert pretix.scan(secret, welcome)[0] == 201
    assert pretix.scan(secret, welcome)[0] == 400


def test_the_seeded_events_are_as_they_are_described(pretix):
    for event, positions in ((pretix.main, 379), (pretix.signed, 51)):
        status, orders = pretix.ask(f"events/{event.slug}/orders/?page_size=1")
        assert (status, orders["count"]) == (200, sum(event.orders_by_status.values()))
        assert event.positions == positions
    assert len(pretix.signed.secret("paid_1")) > 100


def test_a_big_event_has_the_positions_asked_for(pretix):
    pretix.reset(big=120)
    status, orders = pretix.ask(f"events/{pretix.charge.slug}/orders/")
    assert (status, orders["count"]) == (200, 120)
    assert pretix.ask(f"events/{pretix.main.slug}/")[0] == 200


def test_a_server_that_is_stopped_comes_back_with_what_it_had(pretix):
    secret, welcome = pretix.main.secret("paid_1"), pretix.main.lists["accueil"]
    assert pretix.scan(secret, welcome)[0] == 201
    pretix.stop()
    pretix.start()
    assert pretix.scan(secret, welcome)[1]["reason"] == "already_redeemed"
