# SPDX-License-Identifier: GPL-3.0-or-later
"""What phones may do at this desk, and the window about them."""

import http.client
import json
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from checkin.application.desk_phones import DeskPhones
from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, UserError
from checkin.core.phones import Phone, PhoneRole
from checkin.core.programme.programme import PointMode
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.phones import phone_listener
from checkin.ui.phones.phone_desk import PhoneDesk
from checkin.ui.shell import Shell
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people

HERE = "127.0.0.1"


@pytest.fixture
def phones(event, desk, qapp):
    return PhoneDesk(desk, DeskQueries(event))


@pytest.fixture
def lea():
    return Phone("Léa", PhoneRole.SCAN)


def pick(phones, phone, person=1, asked="question-1"):
    return phones.answer("/pick", phone, {"id": asked, "ref": an_attendee(person).id})


def entries(event, kind=EntryKind.CHECKED_IN):
    return event.journal.entries_of_kinds([kind])


def test_an_arrival_is_the_phones_at_this_desk(event, desk, phones, lea):
    answer = pick(phones, lea)
    assert (answer["colour"], answer["word"], answer["is_lost"]) == ("green", "Welcome", False)
    assert [entry.desk for entry in entries(event)] == ["Accueil 1 · phone of Léa"]
    assert desk.name == "Accueil 1"
    assert lea.answered == "Welcome"


def test_a_code_that_is_nobodys_is_red_and_offers_nothing(phones, lea):
    answer = phones.answer("/code", lea, {"id": "question-1", "text": "nothing"})
    assert (answer["colour"], answer["choices"], answer["at_desk"]) == ("red", [], False)


def test_a_phone_undoes_its_own_last_answer_and_no_other(event, phones, lea):
    pick(phones, lea)
    ana = Phone("Ana", PhoneRole.SCAN)
    again = pick(phones, ana, asked="question-2")
    assert again["colour"] == "orange"
    assert not [choice for choice in again["choices"] if choice["path"] == "/undo"]
    assert phones.answer("/undo", ana, {"id": "question-3", "of": "question-1"}) == {"error": "past"}
    phones.answer("/undo", ana, {"id": "question-3", "of": "question-2"})
    assert not entries(event, EntryKind.UNDONE)
    undone = phones.answer("/undo", lea, {"id": "question-4", "of": "question-1"})
    assert undone["word"] == "Arrival undone"
    assert [entry.desk for entry in entries(event, EntryKind.UNDONE)] == ["Accueil 1 · phone of Léa"]


def test_how_many_of_a_group_come_is_answered_on_the_phone(event, phones, lea):
    add_people(event, MORNING, an_attendee(10, last_name="Quimper", places=3))
    asked = pick(phones, lea, 10)
    assert asked["colour"] == "orange"
    two = next(choice for choice in asked["choices"] if choice.get("number") == "2")
    come = phones.answer(two["path"], lea, {**two, "id": "question-2", "of": "question-1"})
    assert come["colour"] == "green"
    assert [entry.body.get("people") for entry in entries(event)] == [2]


def test_an_unpaid_guest_pays_or_is_sent_to_the_desk(event, phones, lea):
    add_people(event, MORNING, an_attendee(11, last_name="Redon", status=Status.UNPAID))
    asked = pick(phones, lea, 11)
    means = [choice["means"] for choice in asked["choices"] if choice["path"] == "/admit"]
    assert means == ["cash", "cheque", "card", "transfer"]
    phones.answer("/admit", lea, {"id": "question-2", "of": "question-1"})
    assert not entries(event), "nobody said how"
    asked = pick(phones, lea, 11, "question-3")
    paid = phones.answer("/admit", lea, {"id": "question-4", "of": "question-3", "means": "cash"})
    assert paid["colour"] == "green"
    assert len(entries(event)) == 1


def test_a_search_tells_enough_to_choose_by(phones, lea):
    people = phones.answer("/find", lea, {"query": "la fou"})["people"]
    assert people
    assert all(person["name"].split(" · ")[0].endswith(".") for person in people)
    assert phones.answer("/find", lea, {"query": "m"}) == {"people": []}


def test_a_desk_that_only_scans_has_phones_that_only_scan(event, desk, phones, lea):
    desk.admission.scans_only = True
    assert phones.answer("/find", lea, {"query": "la fou"}) == {"people": []}
    with pytest.raises(UserError):
        pick(phones, lea)
    assert not entries(event)


def test_what_was_not_saved_says_so_and_may_be_asked_again(desk, phones, lea, monkeypatch):
    def fail(_):
        raise StorageError(Message("test", "The disk is full."))

    with monkeypatch.context() as disk:
        disk.setattr(desk, "check_in", fail)
        lost = pick(phones, lea)
    assert (lost["colour"], lost["is_lost"]) == ("violet", True)
    assert pick(phones, lea, asked="question-1")["colour"] == "green"


def test_figures_are_those_of_the_control_points(phones, desk, lea):
    pick(phones, lea)
    told = phones.answer("/figures", Phone("", PhoneRole.WATCH), {})
    assert [point["name"] for point in told["points"]] == [
        point.name for point in desk.programme.control_points if point.mode is PointMode.ENTRY
    ]
    assert sum(point["arrived"] for point in told["points"]) == 1


@pytest.fixture
def listening(event, desk, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(phone_listener, "app_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(phone_listener, "network_addresses", lambda: [(HERE, "Wi-Fi")])
    woken = []
    phones = DeskPhones(event, desk, lambda: woken.append(1))
    phones.woken = woken
    shell = Shell(DeskWindow(desk, DeskQueries(event), "en"), [])
    qtbot.addWidget(shell)
    phones.mount(shell, DeskMenu(shell.desk))
    shell.show()
    yield phones
    phones.stop()


def test_a_phone_connects_scans_and_is_disconnected(event, listening, qtbot, tmp_path):
    listening.open()
    window = listening.window
    assert window.link.text().startswith(f"https://{HERE}:")
    assert window.hint.isVisible()
    trusting = ssl.create_default_context(cafile=str(tmp_path / "data" / "phones.pem"))
    invited = listening.listener.invite(PhoneRole.SCAN)
    port = int(window.link.text().rstrip("/").rpartition(":")[2])

    def ask(path, question, key=""):
        with closing(http.client.HTTPSConnection(HERE, port, timeout=30, context=trusting)) as there:
            there.request("POST", path, json.dumps(question).encode(), {"x-key": key})
            return json.loads(there.getresponse().read())

    with ThreadPoolExecutor(1) as pool:

        def answered(*question):
            asked = pool.submit(ask, *question)
            qtbot.waitUntil(asked.done)
            return asked.result()

        key = answered("/join", {"pair": invited.partition("#k=")[2], "id": "question-0", "name": "Léa"})["key"]
        assert answered("/pick", {"id": "question-1", "ref": an_attendee(1).id}, key)["colour"] == "green"
        answered("/ping", {"battery": "83"}, key)
        window.look_again()
        assert [window.phones.item(row).text() for row in range(window.phones.count())] == [
            "Léa · Welcome · battery 83 %"
        ]
        assert not window.hint.isVisible()
        assert listening.woken == [1]
        window.phones.setCurrentRow(0)
        window.revoke.click()
        assert answered("/ping", {}, key) == {"error": "revoked"}
        assert window.phones.count() == 0
    window.end.click()
    assert not window.isVisible()
    assert listening.listener.phones() == []


def test_a_phone_is_answered_in_its_own_language(phones, lea):
    asked = {"id": "question-1", "ref": an_attendee(1).id, "language": "fr"}
    assert phones.answer("/pick", lea, asked)["word"] == "Bienvenue"
    assert lea.answered == "Welcome", "the desk reads it in the desk's"
    assert phones.answer("/pick", lea, {**asked, "id": "question-2", "language": "??"})["word"] == "Already read"


def test_what_is_not_encrypted_says_what_that_means(listening):
    listening.open()
    window = listening.window
    assert window.fingerprint.isVisible()
    window.encryption.setCurrentIndex(1)
    window.encryption.activated.emit(1)
    assert window.link.text().startswith(f"http://{HERE}:")
    assert "can read the names" in window.caution.text()
    assert not window.fingerprint.isVisible()


@pytest.mark.parametrize("ends", [False, True])
def test_phones_end_with_their_window_if_that_was_chosen(listening, ends):
    listening.open()
    listening.window.ends_with_window.setChecked(ends)
    listening.window.close()
    assert (listening.listener.address == "") is ends
    listening.open()
    assert listening.listener.address == HERE


def test_a_code_serves_one_phone_and_another_role_has_another(listening):
    listening.open()
    scanning = listening.listener.invite(PhoneRole.SCAN)
    assert "#k=" in scanning
    listening.window.role.setCurrentIndex(1)
    assert listening.listener.awaits(PhoneRole.WATCH)
    assert "#w=" in listening.listener.invite(PhoneRole.WATCH)


def test_without_a_network_the_reason_is_said(listening, monkeypatch):
    monkeypatch.setattr(phone_listener, "network_addresses", list)
    with pytest.raises(UserError):
        listening.open()
    assert listening.window is None
