# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones in real browsers at a real desk: what they showed green is what the journal has, each once."""

import io
import json
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from checkin.core.entries import EntryKind
from checkin.core.phones import PhoneRole
from checkin.documents.code_images import code_png
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.phones import phone_server
from checkin.ui.phones import phone_listener
from checkin.ui.phones.phone_listener import PhoneListener
from tests.browsers.browsers import Chromium, Firefox, WebKit, film_of
from tests.devices.test_wedge_x11 import display
from tests.needs import need
from tests.patience import PATIENCE_MS

__all__ = ["display"]  # the fixture

need("browsers")

HERE = "127.0.0.1"
DEMO = Path(__file__).parents[2] / "resources" / "demo"
QUEUE = [guest["code"] for guest in json.loads((DEMO / "queue.json").read_text(encoding="utf-8"))]
STATE = "document.body.dataset.state"
NOTE_ANSWERS = f"""(window.answers = [], new MutationObserver(() => {{
    if (!['ready', 'asking', 'offline'].includes({STATE})) answers.push({STATE})
}}).observe(document.body, {{attributes: true, attributeFilter: ['data-state']}}))"""


@dataclass
class Demo:
    desk: Desk
    event: EventFile
    listener: PhoneListener | None = None

    def arrivals(self):
        return list(self.event.journal.entries_of_kinds([EntryKind.CHECKED_IN]))

    def arrived(self):
        """How many count as arrived now."""
        desk = self.desk
        return DeskQueries(self.event).tally(desk.programme, desk.control_point, desk.now()).arrived


@pytest.fixture
def demo(tmp_path, qapp, monkeypatch):
    monkeypatch.setattr(phone_listener, "app_folder", lambda: tmp_path / "data")
    event, clock = make_demo(tmp_path, DEMO, time.monotonic)
    desk = Desk(event, clock, "Accueil 1")
    listener = PhoneListener(desk, DeskQueries(event))
    listener.listen(HERE)
    yield Demo(desk, event, listener)
    listener.stop()
    event.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """At half its speed: each code is to be seen for a second, however busy the machine is."""
    return film_of(DEMO / "queue.mp4", tmp_path_factory.mktemp("film") / "queue.mjpeg", times_slower=2)


@pytest.fixture
def browse(qtbot, tmp_path):
    """Starts browsers, which end with the test."""
    open_ones = []

    def start(kind, *arguments, **options):
        folder = tmp_path / f"browser-{len(open_ones)}"
        folder.mkdir()
        open_ones.append(kind(qtbot, folder, *arguments, **options))
        return open_ones[-1]

    yield start
    for browser in open_ones:
        browser.close()


def begin(browser, demo, name="Léa"):
    """Connect a phone as its volunteer does."""
    browser.open(demo.listener.invite(PhoneRole.SCAN))
    browser.wait("!document.getElementById('enter').hidden")
    browser.enter("#mine", name)
    browser.touch("#enter_label")
    browser.wait("!document.getElementById('foot').hidden")
    assert not browser.js("location.hash"), "the key stays in nobody's history"
    browser.js(NOTE_ANSWERS)


def pick(browser, name):
    browser.touch("#search")
    browser.enter("#query", name)
    browser.wait("document.querySelectorAll('#people button').length")
    browser.touch("#people button")


def greens(browser):
    return browser.js("answers").count("green")


def arrivals_of_the_queue(tmp_path):
    """How many people a desk lets in that scans the film's codes itself."""
    folder = tmp_path / "itself"
    folder.mkdir()
    event, clock = make_demo(folder, DEMO, time.monotonic)
    desk = Desk(event, clock, "Accueil 1")
    for code in QUEUE:
        desk.scan(code)
    arrived = Demo(desk, event).arrivals()
    event.close()
    return len(arrived)


def test_two_phones_and_the_desk_let_the_demonstrations_guests_in_each_once(demo, browse, film, tmp_path, qtbot):
    expected = arrivals_of_the_queue(tmp_path)
    phones = [browse(Chromium, film), browse(Chromium, film)]
    for phone, name in zip(phones, ("Léa", "Ana"), strict=True):
        begin(phone, demo, name)
        phone.touch("#camera")
    at_desk = [demo.desk.scan(code) for code in QUEUE[40:]]
    qtbot.waitUntil(lambda: len(demo.arrivals()) >= expected, timeout=2 * PATIENCE_MS)
    for phone in phones:
        phone.touch("#camera")
        phone.wait(f"{STATE} !== 'asking'")
    entries = demo.arrivals()
    assert len(entries) == len({entry.subject for entry in entries}) == expected, "each once"
    shown = sum(map(greens, phones)) + sum(answer.verdict == "admit" for answer in at_desk)
    assert shown == len(entries)
    assert {entry.desk for entry in entries} <= {f"Accueil 1{of}" for of in ("", " · phone of Léa", " · phone of Ana")}


def test_a_network_that_fails_and_is_slow_loses_nothing_and_counts_nothing_twice(demo, browse, film, qtbot):
    phone = browse(Chromium, film)
    begin(phone, demo)
    phone.touch("#camera")
    qtbot.waitUntil(lambda: len(demo.arrivals()) >= 3, timeout=PATIENCE_MS)
    phone.slow_down(is_cut=True)
    phone.wait("!document.getElementById('network').hidden")
    before = len(demo.arrivals())
    qtbot.wait(10_000)  # that long: guests go on through the film
    assert len(demo.arrivals()) <= before + 1, "one may have been on its way"
    phone.slow_down(latency_ms=150, bytes_per_s=62_500)
    phone.wait("document.getElementById('network').hidden")
    qtbot.waitUntil(lambda: len(demo.arrivals()) >= before + 3, timeout=PATIENCE_MS)
    phone.touch("#camera")
    phone.wait(f"!['asking', 'offline'].includes({STATE})")
    assert greens(phone) == len(demo.arrivals())


def test_an_answer_that_was_lost_comes_again_and_the_guest_counts_once(demo, browse, monkeypatch):
    sent, losing = phone_server.Conversation._send, []

    async def lose(conversation, reply, **options):
        if b'"word"' in reply.body and len(losing) < 2:
            losing.append(1)
            raise OSError
        await sent(conversation, reply, **options)

    phone = browse(Chromium)
    begin(phone, demo)
    monkeypatch.setattr(phone_server.Conversation, "_send", lose)
    pick(phone, "fou")
    phone.wait(f"{STATE} === 'green'")
    assert losing == [1, 1]
    assert len(demo.arrivals()) == greens(phone) == 1


@pytest.mark.parametrize("kind", [Chromium, Firefox, WebKit])
def test_each_browser_has_names_photographs_its_undo_and_its_end(kind, demo, browse, display, tmp_path):
    phone = browse(kind, *[display] * (kind is WebKit), language="fr-FR")
    begin(phone, demo)
    if kind is WebKit:  # speaks the language of the system
        phone.touch("#language")
    assert phone.js("document.documentElement.lang") == "fr"
    pick(phone, "fou")
    phone.wait(f"{STATE} === 'green'")
    assert phone.js("document.getElementById('word').textContent") == "Bienvenue"
    phone.touch("#choices button:last-child")
    phone.wait("answers.length === 2")
    assert not demo.arrived()
    phone.choose_file("#photo", photograph_of(QUEUE[0], tmp_path))
    phone.wait(f"{STATE} === 'green'")
    assert demo.arrived() == 1
    if kind is not WebKit:
        phone.touch("#camera")
        phone.wait("document.getElementById('video').videoWidth")
        phone.touch("#camera")
    demo.listener.revoke("Léa")
    phone.wait(f"{STATE} === 'revoked'")


def test_the_organisers_phone_sees_the_figures(demo, browse):
    phone = browse(Chromium)
    phone.open(demo.listener.invite(PhoneRole.WATCH))
    phone.wait("document.querySelectorAll('#points tr').length")
    demo.desk.scan(QUEUE[0])
    phone.wait("document.getElementById('points').textContent.includes('1 / ')")
    assert phone.js("document.getElementById('foot').hidden")


def test_another_name_of_the_desk_is_answered_with_nothing(demo, browse):
    phone = browse(Chromium)
    invited = demo.listener.invite(PhoneRole.SCAN)
    phone.open(invited.replace(HERE, "localhost"))
    assert phone.wait("document.body.textContent").strip() == '{"error": "host"}'


def photograph_of(code, folder):
    """A photograph of a ticket in a hand that is not still."""
    with Image.open(io.BytesIO(code_png(code))) as drawn:
        ticket = drawn.convert("L").resize((700, 700)).rotate(7, expand=True, fillcolor=255)
    picture = Image.new("L", (1600, 1200), 120)
    picture.paste(ticket, (430, 200))
    path = folder / "ticket.jpg"
    picture.convert("RGB").save(path)
    return path
