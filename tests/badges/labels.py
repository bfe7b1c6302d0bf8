# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge for labels, and what is read from its dots."""

import numpy as np
import zxingcpp

from checkin.badges.badge_problems import Badge
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import badge_field_values
from checkin.services.badges.badge_building import read_template
from tests.builders import a_programme, an_attendee

SOMEBODY = an_attendee(1, organisation="Société d’Économie Mixte", category="participant")
CODE = SOMEBODY.ticket_code


def load_template(name):
    """A template that ships, and its pictures."""
    loaded = read_template(name)
    return loaded.template, loaded.pictures


def the_label(template=None):
    """The template for labels that ships, for somebody."""
    template = template or load_template("62x100")[0]
    return Badge(template, BadgeRecipient(badge_field_values(SOMEBODY, a_programme()), "participant"))


def grey_of(document):
    return np.frombuffer(document.content, np.uint8).reshape(document.rows, document.columns)


def read_code(black):
    """The only text in dots that are True where it is black, in a frame of white as around a label."""
    paper = np.pad(np.where(black, 0, 255).astype(np.uint8), 20, constant_values=255)
    (found,) = zxingcpp.read_barcodes(paper, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    return found.text
