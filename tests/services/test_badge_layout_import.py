# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge layouts of pretix in the event: imported once, changed here or there, and printed."""

from dataclasses import replace

import numpy
import pytest
import zxingcpp
from PySide6.QtGui import QImage

from checkin.core.badges.pretix_layout_texts import LayoutTexts
from checkin.core.message import Message, SyncError, fill_message
from checkin.core.programme.programme import Category
from checkin.services.badges.badge_building import make_badges, read_template
from checkin.services.badges.badge_templates import BadgeTemplates, find_templates, own_templates
from checkin.services.ticketing.badge_layout_import import BadgeLayoutImport
from tests.badges.badge_images import to_image
from tests.builders import a_programme, an_attendee
from tests.core.pretix_layouts import OF_AN_EARLIER_PRETIX, code, text
from tests.documents.test_pdf_pages import a_pdf

SECRET = "eykmb6wz5jhjupp83g9syx8ndttkvhys"
GROUND = "http://pretix.example/media/pub/a/b/badges/1-secret.pdf"
ITEMS = [{"id": 1, "item": 4, "layout": 2}, {"id": 2, "item": 2, "layout": None}]


def layouts(**of_partners):
    """Return pretix's answer with the default layout and that of partners."""
    a6 = {"id": 1, "name": "Badge A6", "default": True, "layout": OF_AN_EARLIER_PRETIX, "background": GROUND}
    partner = {"id": 2, "name": "Partenaire", "default": False, "layout": [text("attendee_name"), code()]}
    return [a6, {**partner, "background": GROUND, **of_partners}]


class Server:
    """The place of the backgrounds, with what was asked of it."""

    def __init__(self):
        self.content, self.asked = a_pdf(None), []

    def __call__(self, address):
        if not self.content:
            raise SyncError(Message("sync", "Unreachable."))
        self.asked.append(address)
        return self.content


@pytest.fixture
def server(qapp):
    return Server()


@pytest.fixture
def importing(event, desk, server):
    return BadgeLayoutImport(event, desk, LayoutTexts(languages=("fr",)), server)


def said(done):
    return [(remark.layout, fill_message(remark.message.text, remark.fields)) for remark in done.remarks]


def names(event):
    return [each.name for each in own_templates(event)]


def test_layouts_become_the_badges_of_their_products_and_without_the_server_nothing_is_half_done(
    importing, event, server
):
    content, server.content = server.content, b""
    with pytest.raises(SyncError):
        importing.run(layouts(), ITEMS)
    assert names(event) == []
    server.content = content
    done = importing.run(layouts(), ITEMS)
    assert [each.template.categories for each in own_templates(event)] == [(), ("item-4",)]
    assert names(event) == [each.name for each in done.saved] == ["Badge A6", "Partenaire"]
    assert [sentence.startswith("pretix prints no badge for “item-2”") for _, sentence in said(done)] == [True]


def test_the_badge_of_a_person_scans_as_their_ticket(importing, event):
    importing.run(layouts(), ITEMS)
    programme = a_programme(categories=(Category("item-1", "Présentiel"), Category("item-4", "Partenaire")))
    guests = [an_attendee(ticket_code=SECRET, category=category) for category in ("item-1", "item-4", "")]
    badges = make_badges(guests, programme, find_templates(event, ()))
    assert [badge.template.name for badge in badges] == ["Badge A6", "Partenaire", "Badge A6"]
    for badge in badges:
        grey = to_image(badge, 300).convertToFormat(QImage.Format.Format_Grayscale8)
        rows = numpy.frombuffer(grey.constBits(), numpy.uint8).reshape(grey.height(), grey.bytesPerLine())
        (found,) = zxingcpp.read_barcodes(rows[:, : grey.width()].copy())
        assert found.text == SECRET


def test_the_same_layouts_again_write_nothing_and_fetch_nothing(importing, event, desk, server):
    importing.run(layouts(), ITEMS)
    before, asked = event.journal.count(), len(server.asked)
    moved = GROUND.replace("http://pretix.example", "https://192.0.2.1:8345")
    for again in (importing, BadgeLayoutImport(event, desk, LayoutTexts(languages=("fr",)), server)):
        done = again.run([{**each, "background": moved} for each in layouts()], ITEMS)
        assert (done.saved, done.removed, done.kept, done.remarks) == ([], [], [], [])
    assert (event.journal.count(), len(server.asked)) == (before, asked)


def test_a_change_at_pretix_changes_the_badge_that_nobody_changed_here(importing, event, server):
    importing.run(layouts(), ITEMS)
    server.content = a_pdf("#c2410c")
    done = importing.run(layouts(background=GROUND.replace("1-secret", "2-secret")), ITEMS)
    (saved,) = done.saved
    assert (saved.name, list(saved.files)) == ("Partenaire", ["background-1.png"])
    assert own_templates(event)[1] == saved
    assert len(own_templates(event)) == 2


def test_a_badge_changed_here_stays_until_pretix_s_is_asked_for(importing, event, desk):
    importing.run(layouts(), ITEMS)
    partner = own_templates(event)[1]
    BadgeTemplates(event, desk).save(replace(partner, template=replace(partner.template, ground="#2F5BEA")))
    assert importing.run(layouts(), ITEMS).kept == []
    done = importing.run(layouts(name="Partenaires"), ITEMS)
    assert (done.saved, done.kept) == ([], [partner.id])
    assert own_templates(event)[1].template.ground == "#2F5BEA"
    (saved,) = importing.run(layouts(name="Partenaires"), ITEMS, replaced=done.kept).saved
    assert own_templates(event)[1] == saved
    assert (saved.name, saved.template.ground) == ("Partenaires", "#FFFFFF")


def test_a_badge_removed_here_does_not_come_back_but_one_that_pretix_prints_again_does(importing, event, desk):
    importing.run(layouts(), ITEMS)
    assert importing.run(layouts()[:1], []).removed == ["pretix:layout-2"]
    assert importing.run(layouts()[:1], []).removed == []
    importing.run(layouts(), ITEMS)
    assert names(event) == ["Badge A6", "Partenaire"]
    BadgeTemplates(event, desk).withdraw(own_templates(event)[1])
    assert importing.run(layouts(), ITEMS).saved == []
    assert importing.run(layouts(name="Autre"), ITEMS).kept == ["pretix:layout-2"]
    assert names(event) == ["Badge A6"]


def test_badges_of_the_event_itself_are_left_alone(importing, event, desk):
    own = BadgeTemplates(event, desk).duplicate(read_template("a6"))
    named = BadgeTemplates(event, desk).save(replace(own, id="", template=replace(own.template, name="Badge A6")))
    importing.run(layouts(), ITEMS)
    assert own_templates(event)[:2] == (own, named)
    assert [each.name for each in own_templates(event)[2:]] == ["Badge A6 2", "Partenaire"]


def test_a_layout_that_cannot_be_one_is_said_once_and_the_others_are_taken_over(importing, event, server):
    odd = layouts(layout="nonsense", name="Partenaire\0 \ud800")
    done = importing.run(odd, ITEMS)
    assert names(event) == ["Badge A6"]
    assert said(done)[:2] == [
        ("Partenaire", "It cannot be read."),
        ("Partenaire", "It was not taken over; a badge that was there stays."),
    ]
    asked = len(server.asked)
    assert importing.run(odd, ITEMS).remarks == []
    assert len(server.asked) == asked
    too_large = [text("other", text=f"Ligne {number} " * 20) for number in range(100)]
    done = importing.run(layouts(layout=too_large, name="Partenaires"), ITEMS)
    assert names(event) == ["Badge A6"]
    assert "too large" in said(done)[0][1]
