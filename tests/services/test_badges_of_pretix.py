# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges of a real pretix, drawn by pretix and by us: the letters and the code stand in the same places."""

import json
import time
import urllib.error
import urllib.request
from typing import NamedTuple

import numpy
import pypdfium2
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from checkin.core.badges.pretix_layout_texts import LayoutTexts
from checkin.core.programme.programme import Category
from checkin.devices.decoder import Decoder
from checkin.services.badges.badge_building import make_badges
from checkin.services.badges.badge_templates import own_templates
from checkin.services.ticketing.badge_layout_import import BadgeLayoutImport
from checkin.sync.pretix_client import PretixClient
from tests.badges.badge_images import to_image
from tests.builders import a_programme, an_attendee
from tests.core.pretix_layouts import OF_AN_EARLIER_PRETIX, code, text
from tests.needs import need
from tests.patience import PATIENCE_S

need("pretix")

CONFLICT = 409
DPI = 300
PER_MM = DPI / 25.4
PARTNER = "N'Golo", "N'Guessan", "Énergie+ (groupe Çelik)"

NOW = [
    text("attendee_name", bottom="70", height="30"),
    text("attendee_company", bottom="40", height="30", fontsize="18", verticalalign="top"),
    code(),
]
TURNED = [
    text("attendee_name", left="130", bottom="35", width="90", height="15", fontsize="18", rotation=180),
    text("attendee_company", left="20", bottom="95", width="90", height="15", fontsize="12", rotation=90),
    text("attendee_name", bottom="2", height="6", fontsize="8"),
    text("other", text="Bonjour !", left="80", bottom="70", width="50", height="30", verticalalign="middle"),
]


@pytest.mark.parametrize("layout", [OF_AN_EARLIER_PRETIX, NOW, TURNED], ids=["of an earlier pretix", "now", "turned"])
def test_a_badge_has_its_letters_where_pretix_has_them(pretix, event, desk, qapp, layout):
    draw(pretix, layout)
    theirs = page_of(printed_by_pretix(pretix), PARTNER[1])
    ours = drawn_here(pretix, event, desk)
    assert ours.shape == theirs.shape
    for band in bands_of(theirs):
        here, there = ink(ours, band), ink(theirs, band)
        assert here.middle == pytest.approx(there.middle, abs=0.6), band
        # A code has fewer modules here (pretix corrects more errors), each of a whole number of dots.
        assert here.size == pytest.approx(there.size, abs=2.6), band


def test_both_badges_hold_the_same_code(pretix, event, desk, qapp):
    draw(pretix, NOW)
    theirs, ours = page_of(printed_by_pretix(pretix), PARTNER[1]), drawn_here(pretix, event, desk)
    secret = pretix.main.secret("partner")
    assert [[seen.text for seen in Decoder().decode(each)] for each in (theirs, ours)] == [[secret], [secret]]


def test_the_layouts_of_the_server_are_imported_once(pretix, event, desk, qapp):
    first, again = imported(pretix, event, desk), imported(pretix, event, desk)
    assert [(each.name, each.template.categories) for each in first.saved] == [
        ("Badge A6", ()),
        ("Badge partenaire", (f"item-{pretix.main.items['partenaire']}",)),
    ]
    assert (again.saved, again.removed, again.kept) == ([], [], [])
    assert len(own_templates(event)) == 2


def draw(pretix, layout):
    """Give the partners another layout, as the organiser does in the editor."""
    pretix.execute("UPDATE badges_badgelayout SET layout = ? WHERE name = 'Badge partenaire'", json.dumps(layout))


def imported(pretix, event, desk):
    def fetch(address):
        with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
            return answer.read()

    with PretixClient(pretix.url, pretix.organizer, pretix.device_token()) as client:
        slug = pretix.main.slug
        importing = BadgeLayoutImport(event, desk, LayoutTexts(languages=("fr",)), fetch)
        return importing.run(client.badge_layouts(slug), client.badge_items(slug))


def drawn_here(pretix, event, desk):
    """Return the partner's badge as grey values."""
    imported(pretix, event, desk)
    first_name, last_name, organisation = PARTNER
    category = Category(f"item-{pretix.main.items['partenaire']}", "Partenaire")
    partner = an_attendee(
        first_name=first_name,
        last_name=last_name,
        organisation=organisation,
        ticket_code=pretix.main.secret("partner"),
        category=category.id,
    )
    (badge,) = make_badges([partner], a_programme(categories=(category,)), own_templates(event))
    image = to_image(badge, DPI).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = numpy.frombuffer(image.constBits(), numpy.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].copy()


def printed_by_pretix(pretix):
    """Return the PDF with the badges of all partners."""
    wanted = {"items": [pretix.main.items["partenaire"]], "rendering": "one", "order_by": "name"}
    status, answer = pretix.ask(f"events/{pretix.main.slug}/exporters/badges/run/", wanted)
    assert status == 202, answer
    asked = urllib.request.Request(answer["download"], headers={"Authorization": f"Token {pretix.seeded['api_token']}"})
    until = time.monotonic() + PATIENCE_S
    while (pdf := file_of(asked)) is None:
        assert time.monotonic() < until
    return pdf


def file_of(asked):
    """Return a file, None while it is being made."""
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
            return answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            if refused.code != CONFLICT:
                raise
    return None


def page_of(pdf, name):
    """Return the page with this name as grey values."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = next(each for each in document if name in each.get_textpage().get_text_range())
        picture = page.render(scale=DPI / 72).to_pil().convert("L")
        size = (round(page.get_width() / 72 * DPI), round(page.get_height() / 72 * DPI))
        return numpy.asarray(picture.resize(size, Image.Resampling.LANCZOS))


def bands_of(grey, least=2.0):
    """Return the ranges of rows with ink, those nearer than `least` mm together as one."""
    rows = numpy.flatnonzero((grey < 128).any(axis=1))
    cuts = numpy.flatnonzero(numpy.diff(rows) > least * PER_MM)
    starts, ends = rows[[0, *(cuts + 1)]], rows[[*cuts, -1]]
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


class Ink(NamedTuple):
    middle: tuple[float, float]
    size: tuple[float, float]


def ink(grey, band, margin=1.0):
    """Return the middle and the width and height of the ink in and about a range of rows, in mm."""
    first = max(0, round(band[0] - margin * PER_MM))
    rows, columns = (found / PER_MM for found in numpy.nonzero(grey[first : round(band[1] + margin * PER_MM)] < 128))
    left, right, upper, lower = columns.min(), columns.max(), rows.min() + first / PER_MM, rows.max() + first / PER_MM
    return Ink(((left + right) / 2, (upper + lower) / 2), (right - left, lower - upper))
