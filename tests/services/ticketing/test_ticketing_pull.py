# SPDX-License-Identifier: GPL-3.0-or-later
"""What changes at a real pretix, as a desk has it afterwards, in the languages of the event; and the commands."""

import json
from contextlib import closing

import pytest

from checkin import translation
from checkin.command_line.main import main
from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.pretix_connection import PretixRevokedError
from tests.needs import need
from tests.ports import free_port
from tests.services.ticketing.ticketed_desk import TicketedDesk, organiser, status, successful
from tests.sync.memory import MemoryLog, MemoryPeer

need("pretix")


def ticket(pretix, label, place=0):
    return f"orderpositions/{pretix.main.position_id(label, place)}/"


def rename(pretix, label, given, family):
    parts = {"_scheme": "given_family", "given_name": given, "family_name": family}
    organiser(pretix, ticket(pretix, label), {"attendee_name_parts": parts}, "PATCH")


def annul(pretix, check_in_list, nonce):
    """As the device that made the check-in."""
    token, body = f"Device {pretix.device_token(1)}", {"lists": [check_in_list], "nonce": nonce}
    assert pretix.ask("checkinrpc/annul/", body, token=token)[0] == 200


def test_a_device_code_makes_a_file_with_the_whole_list_and_nothing_new_writes_nothing(pretix, tmp_path):
    with closing(TicketedDesk.join(pretix, tmp_path)) as desk:
        desk.sync()
        programme = desk.event.programme()
        categories, sessions = {c.name for c in programme.categories}, {s.title for s in programme.sessions}
        assert programme.event.title == "9e Rencontre des pionniers"
        assert categories == {"Présentiel", "Distanciel (matin)", "Intervenant", "Partenaire"}
        assert sessions >= {"Atelier A", "Atelier B"}
        points = {point.id: point.name for point in programme.control_points}
        there = {points[f"list-{number}"] for number in pretix.main.lists.values()}
        assert there >= {"Accueil", "Plénier", "Atelier"}
        person = desk.person(pretix.main.secret("paid_1"))
        assert (person.first_name, person.last_name, person.organisation) == ("Éloïse", "D'Aboville", "L'Épi d'Or")
        assert (person.category, person.status) == (f"item-{pretix.main.items['presentiel']}", Status.CONFIRMED)
        assert desk.person(pretix.main.secret("canceled")).status is Status.CANCELLED
        assert desk.person(pretix.main.secret("pending")).status is Status.UNPAID
        addons = desk.person(pretix.main.secret("addon_two"))
        assert len(addons.position["addons"]) == 2
        assert {desk.event.programme().session(s).title for s in addons.sessions} >= {"Atelier A", "Atelier B"}
        assert desk.is_sound()
        before = desk.event.journal.newest_place()
        assert (desk.sync().received, desk.event.journal.newest_place()) == (0, before)


def test_a_name_changed_there_is_taken_over_and_one_corrected_here_stays(pretix, joined):
    ours = joined.person(pretix.main.secret("paid_2"))
    joined.desk.registration.correct(ours.id, {"last_name": "Lhopital"})
    rename(pretix, "paid_1", "Éloïse", "Daboville-Roche")
    rename(pretix, "paid_2", "Jean-Noël", "Lopital")
    organiser(pretix, ticket(pretix, "paid_2"), {"company": "Hébert"}, "PATCH")
    joined.sync()
    assert joined.person(pretix.main.secret("paid_1")).last_name == "Daboville-Roche"
    there = joined.person(pretix.main.secret("paid_2"))
    assert (there.last_name, there.organisation) == ("Lhopital", "Hébert")
    assert joined.desk.conflicts.open() == []
    assert joined.is_sound()


def test_a_cancelled_order_and_a_cancelled_position_are_refused(pretix, joined, lists):
    organiser(pretix, f"orders/{pretix.main.order('paid_1')}/mark_canceled/", {"send_email": False})
    organiser(pretix, ticket(pretix, "group_one_position_canceled", 1), method="DELETE")
    joined.sync()
    for label, place in (("paid_1", 0), ("group_one_position_canceled", 1)):
        secret = pretix.main.secret(label, place)
        assert joined.person(secret).status is Status.CANCELLED
        assert joined.scan(secret, lists["accueil"]).verdict is Verdict.REFUSE
    assert joined.scan(pretix.main.secret("group_one_position_canceled"), lists["accueil"]).verdict is Verdict.ADMIT


def test_a_ticket_issued_anew_admits_and_the_old_one_does_not(pretix, joined, lists):
    old = pretix.main.secret("paid_1")
    organiser(pretix, f"{ticket(pretix, 'paid_1')}regenerate_secrets/", {})
    joined.sync()
    new = joined.person(old).ticket_code
    assert new != old
    assert joined.scan(old, lists["accueil"]).reason is Reason.CODE_REPLACED
    assert joined.scan(new, lists["accueil"]).verdict is Verdict.ADMIT
    joined.sync()
    assert joined.quarantined() == []
    assert status(pretix, lists["accueil"]) == (1, 1)


def test_a_ticket_added_an_add_on_another_product_and_answers_are_taken_over(pretix, joined, lists):
    items = pretix.main.items
    names = {"_scheme": "given_family", "given_name": "Zita", "family_name": "Ajoutée"}
    more = {"order": pretix.main.order("paid_1"), "price": "0.00"}
    added = organiser(pretix, "orderpositions/", more | {"item": items["partenaire"], "attendee_name_parts": names})
    addon = organiser(pretix, "orderpositions/", more | {"item": items["atelier_a"], "addon_to": 1})
    organiser(pretix, ticket(pretix, "paid_2"), {"item": items["intervenant"]}, "PATCH")
    vegan = {"question": pretix.main.questions["regime"], "answer": "Végan", "options": [3]}
    organiser(pretix, ticket(pretix, "paid_no_answer"), {"answers": [vegan]}, "PATCH")
    joined.sync()
    new = joined.person(added["secret"])
    assert (new.name, new.category) == ("Zita Ajoutée", f"item-{items['partenaire']}")
    assert joined.person(pretix.main.secret("paid_2")).category == f"item-{items['intervenant']}"
    assert "Végan" in joined.person(pretix.main.secret("paid_no_answer")).custom.values()
    person = joined.person(pretix.main.secret("paid_1"))
    assert f"item-{items['atelier_a']}" in person.sessions
    assert joined.person(addon["secret"]).id == person.id
    assert joined.scan(pretix.main.secret("paid_1"), lists["addons"]).verdict is Verdict.ADMIT
    joined.sync()
    assert [position for _, position, *_ in successful(pretix)] == [addon["id"]]


def test_a_check_in_of_another_device_counts_until_it_is_annulled_there(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    pretix.scan(secret, here, device=1, nonce="a")
    assert joined.sync().received == 1
    assert joined.event.attendees.arrived(f"list-{here}") == 1
    answer = joined.scan(secret, here)
    assert (answer.verdict, answer.earlier.desk) == (Verdict.DUPLICATE, "pretix 2")
    annul(pretix, here, "a")
    joined.sync()
    assert joined.event.attendees.arrived(f"list-{here}") == 0
    assert joined.scan(secret, here).verdict is Verdict.ADMIT
    assert joined.is_sound()


def test_an_exit_of_another_device_is_one_here_and_its_double_admission_a_conflict(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    joined.scan(secret, here)
    joined.sync()
    later = joined.clock.at.replace(microsecond=0).isoformat()
    joined.clock.pass_by(minutes=5)
    pretix.scan(secret, here, device=1, nonce="x", type="exit", datetime=later)
    joined.sync()
    assert status(pretix, here) == (1, 0)
    assert not joined.visit(secret, here).is_inside
    assert joined.scan(secret, here).reason is Reason.REENTRY
    joined.sync()
    assert status(pretix, here) == (1, 1)
    other = pretix.main.secret("paid_2")
    joined.scan(other, here)
    pretix.scan(other, here, device=1, nonce="a")
    joined.sync()
    ((kind, desks),) = [(c.kind, {c.first.desk, c.second.desk}) for c in joined.desk.conflicts.open()]
    assert (kind, desks) == ("double_admission", {"Accueil 1", "pretix 2"})


@pytest.fixture
def shared(pretix, fetched, tmp_path, joined):
    """Another desk of the same event, whose journal is exchanged with that of `joined`."""
    other = TicketedDesk.copy(fetched[0], tmp_path, "Accueil 3", clock=joined.clock)
    settings_store.remove_link(other.event.db)
    other.link = None
    log = MemoryLog()
    outboxes = [Outbox(each.event.db, each.event.journal) for each in (joined, other)]
    places = [Exchange(outbox, MemoryPeer(log, page=50), joined.clock) for outbox in outboxes]

    def exchange():
        for place in (*places, *places):
            place.run_round()

    exchange()
    yield other, exchange
    other.close()


def test_what_two_desks_of_one_event_fetch_is_in_their_journals_once(pretix, joined, shared, lists):
    other, exchange = shared
    other.become_device(pretix, 0)
    exchange()
    rename(pretix, "paid_1", "Éloïse", "Daboville")
    organiser(pretix, f"orders/{pretix.main.order('paid_2')}/mark_canceled/", {"send_email": False})
    organiser(pretix, ticket(pretix, "group_one_position_canceled", 1), method="DELETE")
    pretix.scan(pretix.main.secret("paid_3"), lists["accueil"], device=1, nonce="a")
    before = joined.event.journal.newest_place()
    for desk in (joined, other):
        desk.sync()
    fetched_alone = joined.event.journal.newest_place()
    exchange()
    assert fetched_alone - before == joined.event.journal.newest_place() - before == 4
    annul(pretix, lists["accueil"], "a")
    for desk in (joined, other):
        desk.sync()
    exchange()
    assert joined.event.journal.newest_place() - fetched_alone == 1
    assert joined.count(EntryKind.CHECKED_IN) == 1
    assert (joined.desk.conflicts.open(), other.desk.conflicts.open()) == ([], [])
    assert (joined.is_sound(), other.is_sound()) == (True, True)


def test_a_desk_without_internet_is_told_and_sent_by_another(pretix, joined, shared, lists):
    other, exchange = shared
    secret = pretix.main.secret("paid_1")
    other.scan(secret, lists["accueil"])
    exchange()
    joined.sync()
    assert status(pretix, lists["accueil"]) == (1, 1)
    pretix.scan(pretix.main.secret("paid_2"), lists["accueil"], device=1, nonce="a")
    joined.sync()
    exchange()
    assert other.event.attendees.arrived(f"list-{lists['accueil']}") == 2
    assert joined.sync().sent == 0


def test_a_desk_that_becomes_a_device_sends_what_is_its_own_from_then_on(pretix, joined, shared, lists):
    other, exchange = shared
    other.scan(pretix.main.secret("paid_1"), lists["accueil"])
    exchange()
    other.become_device(pretix, 0)
    other.scan(pretix.main.secret("paid_2"), lists["accueil"])
    exchange()
    for desk in (joined, other, joined, other):
        desk.sync()
    assert [device for *_, device, _ in successful(pretix)] == [1, other.link.device]
    exchange()
    for desk in (joined, other):
        assert desk.event.attendees.arrived(f"list-{lists['accueil']}") == 2
        assert desk.desk.conflicts.open() == []


def test_a_computer_that_joins_again_goes_on_with_what_its_revoked_device_had_not_sent(pretix, joined, lists):
    for label in ("paid_1", "paid_2", "paid_3"):
        joined.scan(pretix.main.secret(label), lists["accueil"])
        if label == "paid_1":
            joined.sync()
        if label == "paid_2":
            pretix.revoke(pretix.device_token())
            with pytest.raises(PretixRevokedError):
                joined.sync()
            joined.become_device(pretix, 0)
    joined.sync()
    assert status(pretix, lists["accueil"]) == (3, 3)
    assert pretix.execute("SELECT count(*) FROM pretixbase_checkin") == [(3,)]
    assert joined.event.attendees.arrived(f"list-{lists['accueil']}") == 3


def test_a_computer_that_joined_again_balances_what_only_its_revoked_device_could_annul(pretix, joined, lists):
    here = lists["accueil"]
    sent = joined.scan(pretix.main.secret("paid_1"), here)
    joined.sync()
    unsent = joined.scan(pretix.main.secret("paid_2"), here)
    pretix.revoke(pretix.device_token())
    joined.become_device(pretix, 0)
    for answer in (sent, unsent):
        joined.desk.undo(answer.entry)
    joined.sync()
    paid_1 = pretix.main.position_id("paid_1")
    assert [(place, kind) for _, place, kind, *_ in successful(pretix, here)] == [(paid_1, "entry"), (paid_1, "exit")]
    assert [kind for kind, _ in joined.quarantined()] == ["undone"]


def test_a_person_with_tickets_of_two_orders_loses_no_check_in_of_the_other(pretix, joined, lists):
    one, two = (joined.person(pretix.main.secret(label)) for label in ("homonym_1", "homonym_2"))
    joined.desk.registration.merge(two.id, one.id)
    for label in ("homonym_1", "homonym_2"):
        pretix.scan(pretix.main.secret(label), lists["atelier"], device=1, nonce=label)
        joined.sync()
    rename(pretix, "homonym_1", "Camille", "Martin-Dupont")
    joined.sync()
    assert len(joined.passages(lists["atelier"])) == 2


need("pretix")
LUNCH = {"fr": "Quel déjeuner ?", "en": "Which lunch?", "de": "Welches Essen?"}
VEGETARIAN = {"fr": "Végétarien", "en": "Vegetarian", "de": "Vegetarisch"}


@pytest.fixture
def translated(pretix):
    """A pretix whose organiser has translated the event, one product, a question and its options."""
    main = pretix.main
    question, vegetarian = f"questions/{main.questions['regime']}/", main.questions["regime_options"]["VEGE"]
    for path, change in (
        ("", {"name": {"fr": "Journées d’automne", "en": "Autumn days", "de": "Herbsttage"}}),
        (f"items/{main.items['presentiel']}/", {"name": {"fr": "Sur place", "en": "On site"}}),
        (f"items/{main.items['partenaire']}/", {"name": {"de": "Partner", "fr": "Partenaire"}}),
        (question, {"question": LUNCH}),
        (f"{question}options/{vegetarian}/", {"answer": VEGETARIAN}),
    ):
        organiser(pretix, path, change, "PATCH")
    return pretix


@pytest.fixture
def speaking(qapp):
    yield lambda language: translation.install(qapp, language)
    translation.install(qapp, "en")


def test_texts_are_in_the_language_of_checkin_at_the_first_fetch_whoever_fetches_later(translated, speaking, tmp_path):
    """An option answered there and one chosen at the desk are one value."""
    speaking("en")
    with closing(TicketedDesk.join(translated, tmp_path)) as desk:
        desk.sync()
        programme = desk.event.programme()
        categories = {category.name for category in programme.categories}
        assert programme.event.title == "Autumn days"
        assert ("On site" in categories, "Sur place" in categories) == (True, False)
        asked = desk.scan(translated.main.secret("paid_no_answer"), translated.main.lists["accueil"])
        assert asked.reason is Reason.INCOMPLETE
        ((column, choices),) = asked.ticketing.choices.items()
        assert "Vegetarian" in choices
        desk.desk.complete(asked, {column: "végétarien"})
        desk.sync()
        people = [desk.person(translated.main.secret(label)) for label in ("paid_1", "paid_no_answer")]
        assert {person.custom["Which lunch?"] for person in people} == {"Vegetarian"}
        desk.sync()
        before = desk.event.journal.newest_place()
        speaking("fr")
        desk.sync()
        assert desk.event.journal.newest_place() == before
        assert any(point.name == "Accueil, exit" for point in desk.event.programme().control_points)


def test_a_text_that_is_not_in_this_language_is_in_that_of_the_event(translated, speaking, tmp_path):
    organiser(translated, "settings/", {"locales": ["de", "fr", "en"], "locale": "de"}, "PATCH")
    speaking("en")
    with closing(TicketedDesk.join(translated, tmp_path)) as desk:
        desk.sync()
        assert desk.event.ticketing().ticketing.languages == ("en", "de")
        assert "Partner" in {category.name for category in desk.event.programme().categories}


need("pretix")


def test_a_dead_address_creates_nothing_and_says_that_the_code_is_still_good(qapp, tmp_path, capsys):
    code = json.dumps({"handshake_version": 1, "url": f"http://127.0.0.1:{free_port()}", "token": "kpp4jn8g2ynzonp6"})
    assert main(["join", code, str(tmp_path / "a.checkin"), "--language", "en"]) == 3
    told = capsys.readouterr().err
    assert "Nothing was changed" in told
    assert "same device code" in told
    assert "kpp4jn8g2ynzonp6" not in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_round_says_what_went_to_pretix_and_came_from_it(pretix, tmp_path, capsys, language):
    path, own, slug = str(tmp_path / "a.checkin"), ["--language", language], pretix.main.slug
    join = ["join", pretix.device_code(), path, "--desk", "Accueil CLI", "--pretix-event", slug, *own]
    assert main(join) == 0
    point = f"list-{pretix.main.lists['accueil']}"
    assert main(["scan", path, pretix.main.secret("paid_1"), "--at", point, *own]) == 0
    capsys.readouterr()
    assert main(["sync", path, *own]) == 0
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    told = {"place": "pretix", "pretix_event": slug, "sent": 1, "waiting": 0, "refused": 0, "error": None}
    assert told.items() <= line.items()
    assert line["fetched_at"]
