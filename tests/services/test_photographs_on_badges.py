# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs on the badges that an event makes: on the screen, in the PDF of all, and at the printer."""

import io

import pytest
from PIL import Image as Pillow

from checkin.badges.badge_problems import Badge
from checkin.core.badges.template import PHOTOGRAPH, BadgeTemplate, Box, ImageElement
from checkin.core.print_jobs import PrinterSetup
from checkin.devices.printer import PrintFormat
from checkin.services import photographs
from checkin.services.badges.badge_building import LoadedTemplate, photographs_for
from checkin.services.badges.badge_documents import BadgeDocuments
from checkin.services.badges.badge_templates import BadgeTemplates, make_sorted_badges, read_badge_overview
from checkin.services.desk import Desk
from tests.builders import an_attendee
from tests.services.test_badge_documents import a_job

ONE, TWO = an_attendee(1), an_attendee(2)
CARD = BadgeTemplate("Card", 86, 54, (ImageElement(Box(5, 5, 30, 40), PHOTOGRAPH),))


@pytest.fixture
def desk(event, clock):
    return Desk(event, clock, "Accueil 1")


@pytest.fixture
def face():
    content = io.BytesIO()
    Pillow.new("RGB", (300, 400), "#c2410c").save(content, "JPEG")
    return content.getvalue()


def photographs_of(badges: list[Badge]):
    return sorted(badge.subject.photograph for badge in badges)


def test_every_badge_has_the_photograph_of_its_wearer(event, desk, face):
    BadgeTemplates(event, desk).save(LoadedTemplate(CARD))
    desk.photographs.keep(ONE.id, face)
    overview = read_badge_overview(event)
    assert photographs_of(make_sorted_badges(overview, overview.people)) == [b"", b"", face]
    (loaded,) = overview.own
    shown = {person.id: overview.badge(loaded, person).subject.photograph for person in overview.people}
    assert shown[ONE.id] == face
    assert not overview.without_people().photographs


def test_no_photograph_is_read_for_badges_that_show_none(event, desk, face, monkeypatch):
    desk.photographs.keep(ONE.id, face)
    BadgeTemplates(event, desk).save(LoadedTemplate(BadgeTemplate("Plain", 86, 54)))
    monkeypatch.setattr(photographs, "join_photographs", None)
    assert not read_badge_overview(event).photographs
    assert photographs_for(event, read_badge_overview(event).own) == {}


def test_a_printed_badge_has_the_photograph_of_now(event, desk, face, qapp):
    kept = BadgeTemplates(event, desk).save(LoadedTemplate(CARD))
    documents = BadgeDocuments(event, PrintFormat.PICTURE, PrinterSetup())
    without = documents(a_job(attendee=ONE.id, template=kept.id)).content
    desk.photographs.keep(ONE.id, face)
    assert documents(a_job(attendee=ONE.id, template=kept.id)).content != without
    desk.photographs.remove(ONE.id)
    assert documents(a_job(attendee=ONE.id, template=kept.id)).content == without
