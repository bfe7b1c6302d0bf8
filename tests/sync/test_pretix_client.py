# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call of the client, answered by a real pretix."""

import logging
from datetime import datetime, timedelta, timezone

import pytest

from checkin.core.message import SyncError, UserError
from checkin.sync import pretix_client
from checkin.sync.pretix_client import FailedScan, PretixClient, Redemption, initialize_device
from checkin.sync.pretix_connection import (
    PretixFaultError,
    PretixForbiddenError,
    PretixRejectedError,
    PretixRevokedError,
    PretixUnreachableError,
)
from checkin.sync.pretix_device_code import DeviceCode
from tests.needs import need
from tests.ports import free_port
from tests.pretix_server.played_server import FaultyPretix

need("pretix")

AT = "2023-07-04T09:01:00+02:00"


@pytest.fixture
def client(pretix):
    with client_of(pretix) as opened:
        yield opened


def client_of(pretix, device=0):
    return PretixClient(pretix.url, pretix.organizer, pretix.device_token(device))


def scan(pretix, label, nonce="n1", check_in_list="accueil", at=AT, **more):
    return Redemption(pretix.main.secret(label), pretix.main.lists[check_in_list], nonce, at, **more)


def orders_in(pages):
    return [order for page in pages for order in page.rows]


def test_a_device_code_makes_a_device_once(pretix):
    code = DeviceCode.read(pretix.device_code())
    device = initialize_device(code)
    assert (device.organizer, device.name, device.may_do_all) == ("pionniers", "À initialiser 1", True)
    assert device.api_token not in repr(device)
    assert code.token not in repr(code)
    with PretixClient(code.url, device.organizer, device.api_token) as client:
        assert [event["slug"] for event in client.events()] == ["rencontre-2023", "rencontre-sig1"]
    with pytest.raises(UserError) as again:
        initialize_device(code)
    assert again.value.words == pretix_client._USED


def test_a_device_code_that_the_server_never_gave_is_said_to_be_unknown(pretix):
    with pytest.raises(UserError) as unknown:
        initialize_device(DeviceCode(pretix.url, "zzz"))
    assert unknown.value.words == pretix_client._UNKNOWN


def test_no_pretix_at_an_address_is_said_and_so_is_a_server_that_is_off(pretix):
    with pytest.raises(UserError) as other:
        initialize_device(DeviceCode(f"{pretix.url}/elsewhere", "zzz"))
    assert other.value.words == pretix_client._NOT_PRETIX
    with pytest.raises(SyncError, match=r"Nothing was changed.*with the same device code"):
        initialize_device(DeviceCode(f"http://127.0.0.1:{free_port()}", "zzz"))


def test_the_server_says_who_the_device_is_and_which_pretix_it_is(client):
    device = client.info()
    assert (device.device_id, device.name, device.gate) == (1, "Poste 1", "NORD")
    assert device.server_version.startswith("20")


def test_the_version_of_the_program_reaches_the_page_of_devices(pretix, client):
    client.update()
    assert pretix.execute("SELECT software_brand FROM pretixbase_device WHERE device_id = 1") == [("Checkin",)]


def test_a_device_that_gave_up_its_access_or_lost_it_is_told_so(pretix, client):
    client.revoke()
    for device in (0, 4):
        with client_of(pretix, device) as revoked, pytest.raises(PretixRevokedError):
            revoked.info()


def test_a_device_revoked_in_the_middle_is_told_so_at_the_next_call(pretix, client):
    assert client.redeem(scan(pretix, "paid_1")).is_accepted
    pretix.revoke(pretix.device_token())
    with pytest.raises(PretixRevokedError):
        client.redeem(scan(pretix, "paid_2", "n2"))


def test_a_wrong_token_an_event_out_of_reach_and_a_missing_right_are_no_revocation(pretix, client):
    with PretixClient(pretix.url, pretix.organizer, "wrong") as stranger, pytest.raises(PretixForbiddenError):
        stranger.events()
    with pytest.raises(PretixForbiddenError):
        client.items("nowhere")
    with client_of(pretix, 2) as scanner, pytest.raises(PretixForbiddenError):
        scanner.create_order(pretix.main.slug, {}, "w1")


def test_the_keys_of_signed_tickets_come_with_their_event(pretix, client):
    assert client.event(pretix.signed.slug)["valid_keys"]["pretix_sig1"]
    assert client.event(pretix.main.slug)["timezone"] == "Europe/Paris"


def test_what_is_sold_asked_and_printed_comes_with_the_ids_of_the_event(pretix, client):
    event = pretix.main
    assert {item["id"] for item in client.items(event.slug)} == set(event.items.values())
    assert {q["identifier"] for q in client.questions(event.slug)} == {"REGIME", "IMAGE"}
    lists = client.check_in_lists(event.slug)
    assert {each["id"] for each in lists} == set(event.lists.values())
    assert "checkin_count" not in lists[0]
    assert {layout["name"] for layout in client.badge_layouts(event.slug)} == {"Badge A6", "Badge partenaire"}
    assert len(client.badge_items(event.slug)) == 2


def test_the_background_of_a_badge_is_read_without_the_token(pretix, client):
    background = client.badge_layouts(pretix.main.slug)[0]["background"]
    assert client.download(background).startswith(b"%PDF")


def test_orders_come_whole_in_pages_of_fifty(pretix, client):
    pages = list(client.orders(pretix.main.slug))
    assert [len(page.rows) for page in pages] == [50] * 7 + [24]
    assert {page.count for page in pages} == {374}
    assert len({page.generated for page in pages}) == 1
    codes = [order["code"] for order in orders_in(pages)]
    assert len(set(codes)) == sum(pretix.main.orders_by_status.values()) == 374
    assert sorted(order["datetime"] for order in orders_in(pages)) == [order["datetime"] for order in orders_in(pages)]
    assert not {"payments", "downloads"} & set(orders_in(pages)[0])


def test_a_first_pull_goes_on_where_it_was_interrupted(pretix, client):
    pages = client.orders(pretix.main.slug)
    begun = orders_in([next(pages), next(pages)])
    rest = orders_in(client.orders(pretix.main.slug, created_since=begun[-1]["datetime"]))
    assert len({order["code"] for order in (*begun, *rest)}) == 374
    assert len(rest) < 374


def test_only_what_changed_since_comes_again(pretix, client):
    mark = next(client.orders(pretix.main.slug)).generated
    assert "+" in mark
    assert orders_in(client.orders(pretix.main.slug, modified_since=mark)) == []
    pretix.scan(pretix.main.secret("paid_3"), pretix.main.lists["accueil"], device=1)
    (changed,) = orders_in(client.orders(pretix.main.slug, modified_since=mark))
    assert changed["code"] == pretix.main.order("paid_3")
    assert len(changed["positions"][0]["checkins"]) == 1
    assert client.order(pretix.main.slug, changed["code"])["code"] == changed["code"]


def test_an_order_that_is_not_there_is_refused_for_good(pretix, client):
    with pytest.raises(PretixRejectedError):
        client.order(pretix.main.slug, "NONE0")


def test_signed_tickets_that_are_void_come_once_and_later_only_the_new_ones(pretix, client):
    event = pretix.signed
    revoked = client.revoked_secrets(event.slug)
    assert event.secret("secret_changed") in {row["secret"] for row in revoked}
    newest = revoked[0]["created"]
    assert {row["created"] for row in client.revoked_secrets(event.slug, newest)} == {newest}
    (blocked,) = client.blocked_secrets(event.slug)
    assert (blocked["secret"], blocked["blocked"]) == (event.secret("blocked"), True)
    assert len(client.blocked_secrets(event.slug, blocked["updated"])) == 1


def test_a_ticket_is_let_in_once_and_the_same_scan_sent_again_counts_once(pretix, client):
    first, again = (client.redeem(scan(pretix, "paid_1")) for _ in range(2))
    assert (first.is_accepted, again.is_accepted) == (True, True)
    other = client.redeem(scan(pretix, "paid_1", "n2"))
    assert (other.is_accepted, other.reason) == (False, "already_redeemed")
    assert len(other.position["checkins"]) == 1
    assert other.check_in_list["id"] == pretix.main.lists["accueil"]
    assert client.check_in_list_status(pretix.main.slug, pretix.main.lists["accueil"])["checkin_count"] == 1


@pytest.mark.parametrize(
    ("label", "check_in_list", "reason"),
    [
        ("canceled", "accueil", "canceled"),
        ("pending", "accueil", "unpaid"),
        ("unapproved", "accueil", "unapproved"),
        ("remote", "accueil", "product"),
        ("paid_2", "partenaires", "rules"),
        ("blocked", "accueil", "blocked"),
        ("expired_validity", "accueil", "invalid_time"),
        ("addon_two", "addons", "ambiguous"),
        ("secret_changed", "accueil", "invalid"),
    ],
)
def test_a_refusal_has_the_word_of_pretix(pretix, client, label, check_in_list, reason):
    answer = client.redeem(scan(pretix, label, check_in_list=check_in_list))
    assert (answer.is_accepted, answer.reason) == (False, reason)
    if reason in ("rules", "invalid_time"):
        assert answer.refusal


def test_questions_are_asked_where_they_can_be_and_answered_with_the_same_nonce(pretix, client):
    asked = client.redeem(scan(pretix, "paid_no_answer", answers={}))
    assert (asked.reason, [question["identifier"] for question in asked.questions]) == ("incomplete", ["REGIME"])
    question, options = str(pretix.main.questions["regime"]), pretix.main.questions["regime_options"]
    told = scan(pretix, "paid_no_answer", answers={question: str(options["VEGE"])})
    assert client.redeem(told).is_accepted
    assert client.redeem(scan(pretix, "speaker_no_answer", "n2")).is_accepted


def test_what_the_desk_must_say_comes_with_the_ticket(pretix, client):
    answer = client.redeem(scan(pretix, "partner"))
    assert (answer.requires_attention, answer.check_in_texts) == (True, ["Remettre la pochette partenaire"])


def test_someone_leaves_and_comes_back(pretix, client):
    came, left, back = (
        client.redeem(scan(pretix, "paid_1", nonce, at=f"2023-07-04T{hour}:00:00+02:00", is_exit=nonce == "left"))
        for nonce, hour in (("came", "09"), ("left", "10"), ("back", "11"))
    )
    assert came.is_accepted
    assert left.is_accepted
    assert back.is_accepted
    assert [passage["type"] for passage in back.position["checkins"]] == ["exit", "entry"]


def test_an_unpaid_ticket_is_let_in_where_the_list_allows_it(pretix, client):
    refused = client.redeem(scan(pretix, "pending", check_in_list="attente"))
    assert refused.check_in_list["include_pending"] is True
    assert client.redeem(scan(pretix, "pending", "n2", "attente", ignores_unpaid=True)).is_accepted


def test_what_was_decided_offline_is_taken_as_it_happened_unless_nobody_knows_the_ticket(pretix, client):
    assert client.redeem(scan(pretix, "pending", is_forced=True)).is_accepted
    unknown = client.redeem(Redemption("inconnu", pretix.main.lists["accueil"], "n2", AT, is_forced=True))
    assert (unknown.is_accepted, unknown.reason, unknown.position) == (False, "invalid", {})


def test_a_list_that_is_not_there_is_a_refusal_with_words(client):
    answer = client.redeem(Redemption("x", 999, "n1", AT))
    assert (answer.is_accepted, answer.reason) == (False, "")
    assert "999" in answer.refusal


def test_a_scan_is_undone_by_its_device_once_and_in_time(pretix, client):
    welcome = pretix.main.lists["accueil"]
    assert client.redeem(scan(pretix, "paid_1")).is_accepted
    with client_of(pretix, 1) as other:
        assert not other.annul(welcome, "n1", AT).is_done
    late = datetime.now(timezone(timedelta(hours=2))) + timedelta(minutes=16)
    assert "15 minutes" in client.annul(welcome, "n1", late.isoformat()).refusal
    assert client.annul(welcome, "n1", AT, "Erreur de badge").is_done
    assert not client.annul(welcome, "n1", AT).is_done
    assert client.redeem(scan(pretix, "paid_1", "n2")).is_accepted


def test_a_refused_scan_is_recorded_once(pretix, client):
    refused = FailedScan("inconnu", "invalid", "f1", AT, "Code inconnu")
    for _ in range(2):
        assert client.failed_checkin(pretix.main.slug, pretix.main.lists["accueil"], refused).is_done
    (page,) = client.check_ins(pretix.main.slug)
    assert [(row["successful"], row["error_reason"], row["error_explanation"]) for row in page.rows] == [
        (False, "invalid", "Code inconnu")
    ]
    known = FailedScan(pretix.main.secret("paid_1"), "already_redeemed", "f2", AT, is_exit=True)
    assert client.failed_checkin(pretix.main.slug, pretix.main.lists["accueil"], known).is_done
    strange = FailedScan("inconnu", "exchange", "f3", AT)
    answer = client.failed_checkin(pretix.main.slug, pretix.main.lists["accueil"], strange)
    assert not answer.is_done
    assert "exchange" in answer.refusal


def test_all_scans_come_the_oldest_first(pretix, client):
    for nonce, label in (("n1", "paid_1"), ("n2", "paid_2")):
        client.redeem(scan(pretix, label, nonce))
    (page,) = client.check_ins(pretix.main.slug)
    assert [row["position"] for row in page.rows] == [pretix.main.position_id(each) for each in ("paid_1", "paid_2")]
    (page,) = client.check_ins(pretix.main.slug, page.rows[-1]["created"])
    assert len(page.rows) == 1


def test_an_order_made_at_the_door_is_made_once_and_its_own_secret_is_let_in(pretix, client):
    name = {"_scheme": "given_family", "given_name": "Gwenaëlle", "family_name": "Le Floc'h"}
    position = {"item": pretix.main.items["presentiel"], "attendee_name_parts": name, "secret": "imprime-0001"}
    order = {"status": "p", "payment_provider": "manual", "sales_channel": "web", "send_email": False, "locale": "fr"}
    order |= {"positions": [position]}
    made, again = (client.create_order(pretix.main.slug, order, "w1") for _ in range(2))
    assert made.is_done
    assert again.body["code"] == made.body["code"]
    taken = client.create_order(pretix.main.slug, order, "w2")
    assert not taken.is_done
    assert "secret" in taken.refusal
    entry = {"datetime": AT, "source": "checkin", "type": "badge", "info": {}}
    for _ in range(2):
        printed = client.print_log(pretix.main.slug, made.body["positions"][0]["id"], entry, "p1")
    assert printed.body["successful"] is True
    walk_in = Redemption("imprime-0001", pretix.main.lists["accueil"], "n1", AT)
    assert len(client.redeem(walk_in).position["print_logs"]) == 1


def test_a_ticket_gets_another_name_and_code_and_the_one_before_is_unknown(pretix, client):
    number, before = pretix.main.position_id("paid_1"), pretix.main.secret("paid_1")
    renewed = client.renew_code(pretix.main.slug, number)
    assert (renewed.is_done, renewed.body["secret"] != before) == (True, True)
    changes = {"attendee_name_parts": {"_scheme": "given_family", "given_name": "Zoé", "family_name": "Ba"}}
    changed = client.change_position(pretix.main.slug, number, {**changes, "secret": "CODE-DU-POSTE"})
    assert (changed.is_done, changed.body["attendee_name"], changed.body["secret"]) == (True, "Zoé Ba", "CODE-DU-POSTE")
    assert client.redeem(scan(pretix, "paid_1")).reason == "invalid"
    taken = client.change_position(pretix.main.slug, number, {"secret": pretix.main.secret("paid_2")})
    assert (taken.is_done, bool(taken.refusal)) == (False, True)


def test_a_server_that_stops_and_comes_back_is_unreachable_meanwhile(pretix, client):
    pretix.kill()
    with pytest.raises(PretixUnreachableError):
        client.redeem(scan(pretix, "paid_1"))
    pretix.start()
    assert client.redeem(scan(pretix, "paid_1")).is_accepted


def test_a_scan_whose_answer_was_lost_is_sent_again_and_counts_once(pretix):
    with FaultyPretix(pretix) as proxy, PretixClient(proxy.url, pretix.organizer, pretix.device_token()) as client:
        proxy.loses_answers = True
        with pytest.raises(PretixFaultError):
            client.redeem(scan(pretix, "paid_1"))
        proxy.loses_answers, proxy.fault = False, FaultyPretix.BAD_GATEWAY
        with pytest.raises(PretixFaultError):
            client.redeem(scan(pretix, "paid_1"))
        proxy.fault = None
        assert client.redeem(scan(pretix, "paid_1")).is_accepted
        assert len(orders_in(client.orders(pretix.main.slug))) == 374
    assert pretix.execute("SELECT count(*) FROM pretixbase_checkin") == [(1,)]


def test_no_log_holds_a_token_a_secret_or_a_name(pretix, client, caplog):
    with caplog.at_level(logging.INFO):
        client.redeem(scan(pretix, "paid_1"))
        list(client.orders(pretix.main.slug))
    for private in (pretix.device_token(), pretix.main.secret("paid_1"), "Aboville"):
        assert private not in caplog.text
