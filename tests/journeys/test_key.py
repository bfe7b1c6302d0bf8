# SPDX-License-Identifier: GPL-3.0-or-later
"""All of an event goes from desk to desk on a key: list, badges with pictures, programme, walk-ins, corrections."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, ImageElement, TextElement
from checkin.core.decision import Reason
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import JobState, PrinterSetup, PrintJob
from checkin.core.programme.programme import Event, Session
from checkin.core.progress import ignore_progress
from checkin.core.sync.invitation import Volume
from checkin.devices.printer import PrintFormat
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_documents import BadgeDocuments
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.sync.usb_exchange import exchange_and_renew
from tests.builders import MORNING, a_programme
from tests.services.lists import bring, person

BADGE = BadgeTemplate(
    "Rencontre", 80, 50, (CodeElement(Box(10, 10, 30, 30)), TextElement(Box(5, 41, 70, 8), "{event}", 8))
)


class Post:
    """One computer at work. All it has of the other is a key now and then."""

    def __init__(self, event, clock, name):
        self.event, self._clock = event, clock
        self.desk = Desk(event, clock, name)
        self.templates = BadgeTemplates(event, self.desk)

    def take(self, key):
        exchange_and_renew(self.event.path, key, self._clock, ignore_progress)

    def badge(self, attendee):
        """What its printer is given."""
        job = PrintJob(1, attendee, "", "zpl:here", 1, "", True, JobState.WAITING, MORNING)
        return BadgeDocuments(self.event, PrintFormat.PICTURE, PrinterSetup())(job).content


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return Volume((tmp_path / "CLE").as_posix(), "CLE")


@pytest.fixture
def here(qapp, event, clock):
    return Post(event, clock, "Accueil 1")


@pytest.fixture
def there(here, clock, tmp_path):
    """Knows of the event only how its codes are signed."""
    opened = EventFile.create(tmp_path / "autre.checkin", here.event.key)
    yield Post(opened, clock, "Accueil 2")
    opened.close()


def logo():
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0xC2410C)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return data.data()


def test_after_one_visit_the_other_desk_has_all_of_it(here, there, clock, key):
    bring(here.event, clock, "Zoé;Durand;Mairie;zoe@example.org;;;;")
    badge = here.templates.save(LoadedTemplate(BADGE))
    pictured = replace(BADGE, width=90, elements=(*BADGE.elements, ImageElement(Box(60, 10, 20, 20), "logo.png")))
    here.templates.save(replace(badge, template=pictured, files={"logo.png": logo()}))
    added = Session("atelier-c", "Atelier C", MORNING, MORNING)
    here.event.plan(a_programme(event=Event("Dixième"), sessions=(added,)), at=clock(), desk="Accueil 1")
    walk_in = here.desk.registration.walk_in(RegistrationForm("Inès", "Prigent")).attendee
    zoe = person(here.event, "Durand")
    here.desk.registration.correct(zoe.id, {"last_name": "Durand-Roux"})
    here.desk.check_in(zoe.id)

    here.take(key)
    there.take(key)

    assert there.event.attendees.get(zoe.id) == here.event.attendees.get(zoe.id)
    assert there.event.attendees.get(zoe.id).last_name == "Durand-Roux"
    assert [there.desk.check_in(who.id).reason for who in (zoe, walk_in)] == [Reason.ALREADY_ARRIVED] * 2
    assert there.event.programme() == here.event.programme()
    assert [session.id for session in there.event.programme().sessions] == ["atelier-c"]
    (own,) = there.templates.own()
    assert (own.template.width, dict(own.files)) == (90, {"logo.png": logo()})
    assert there.badge(zoe.id) == here.badge(zoe.id)


def test_what_was_changed_at_both_while_apart_is_one_thing_at_both_afterwards(here, there, key):
    badge = here.templates.save(LoadedTemplate(BADGE))
    here.take(key)
    there.take(key)
    here.templates.save(replace(badge, template=replace(BADGE, width=85)))
    there.templates.save(replace(badge, template=replace(BADGE, width=95)))
    here.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    there.desk.registration.walk_in(RegistrationForm("Paul", "Morvan"))
    for post in (here, there, here):
        post.take(key)
    assert [own.template.width for own in here.templates.own()] == [95]
    assert there.templates.own() == here.templates.own()
    assert here.event.attendees.count() == there.event.attendees.count() == 5


def test_a_badge_withdrawn_at_one_desk_is_printed_at_none(here, there, key):
    badge = here.templates.save(LoadedTemplate(BADGE))
    here.take(key)
    there.take(key)
    there.templates.withdraw(badge)
    there.take(key)
    here.take(key)
    assert here.templates.own() == ()
