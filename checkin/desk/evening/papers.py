# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers of an event: sign-in sheets before and after, certificates, and what the code on one is worth.

Reads the journal in the thread that opened the event; what it hands over to be drawn is immutable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtGui import QImage

from checkin.badges.outputs import Tell
from checkin.badges.pictures import image_of
from checkin.core.errors import UserError
from checkin.core.evening.observed import observed
from checkin.core.evening.sign_in import (
    Occasion,
    Row,
    SheetOrder,
    SignInSheet,
    expected_row,
    in_order,
    is_expected,
    occasions_of,
    row_of,
    speakers_at,
)
from checkin.core.evening.signed import signed_for
from checkin.core.programme.programme import Programme
from checkin.core.search import fold
from checkin.core.words import Words
from checkin.desk.badges.badges import LARGEST_PICTURE
from checkin.desk.evening.attendance import Evidence, Traced, true_moment
from checkin.desk.evening.control import control_sheet
from checkin.desk.event_file import EventFile, zone_of
from checkin.documents.aside import write_aside
from checkin.language import Voice
from checkin.papers.paper_words import TITLE
from checkin.papers.pdf import About, pdf
from checkin.papers.setting import Setting
from checkin.papers.sign_in_pages import all_pages


@dataclass(frozen=True, slots=True)
class SheetsWish:
    """`occasions` by their ids, none for every half-day."""

    occasions: tuple[str, ...] = ()
    is_blank: bool = False
    order: SheetOrder = SheetOrder.NAME


def occasions(event: EventFile) -> tuple[Occasion, ...]:
    evidence = Evidence(event)
    return occasions_of(evidence.programme, evidence.occasions)


def sign_in_sheets(event: EventFile, wish: SheetsWish, now: datetime | None = None) -> list[SignInSheet]:
    """As of `now`. Raises `UserError` for a session that has no times, or an event without any."""
    evidence = Evidence(event, now)
    every = occasions_of(evidence.programme, evidence.occasions)
    wanted = [o for o in every if o.id in wish.occasions] if wish.occasions else [o for o in every if o.half_day]
    if not wanted or len(wanted) < len(set(wish.occasions)):
        raise UserError(_NO_OCCASION, known=", ".join(o.id for o in every) or "–")
    people = list(evidence.all_people())
    return [_sheet(evidence, people, occasion, wish) for occasion in wanted]


def _sheet(evidence: Evidence, people: Sequence[Traced], occasion: Occasion, wish: SheetsWish) -> SignInSheet:
    programme = evidence.programme
    if wish.is_blank:
        rows = [row for traced in people if (row := _awaited(traced, occasion, programme))]
    else:
        at = (programme, evidence.occasions, occasion)
        found = (row_of(traced.history, traced.entries, traced.attendance, at) for traced in people)
        rows = [row for row in found if row]
    ordered, speakers = in_order(rows, wish.order), speakers_at(programme, occasion)
    is_observed = occasion.session is None or occasion.id in observed(traced.attendance for traced in people)
    return SignInSheet(programme.event, occasion, ordered, speakers, wish.is_blank, evidence.now, is_observed)


def _awaited(traced: Traced, occasion: Occasion, programme: Programme) -> Row | None:
    """A row to be signed; whoever signed on a screen already need not sign again."""
    person = traced.history.attendee
    if person is None or not is_expected(person, occasion, programme):
        return None
    signed = signed_for(traced.entries, occasion.id)
    return expected_row(person, signed.signature if signed else None)


def write_sheets(path: Path, sheets: Sequence[SignInSheet], setting: Setting, tell: Tell | None = None) -> int:
    """One PDF; returns its number of pages. An existing file is replaced whole or not at all."""
    event = sheets[0].event
    pages = all_pages(sheets, setting)
    about = About(f"{setting.voice.say(TITLE)} – {event.title}", event.organiser, setting.control)
    write_aside(path, pdf(about, pages, tell), ".pdf")
    return len(pages)


def setting_for(event: EventFile, voice: Voice, made: datetime, logo: QImage | None = None) -> Setting:
    """`made` is the time of this computer's clock: what desks measured of it puts it right."""
    return Setting(voice, zone(event), true_moment(event, made), logo, str(control_sheet(event)))


def zone(event: EventFile) -> tzinfo:
    """Of the hall: the hours on papers are those of its clock."""
    return zone_of(event.programme().event)


def occasion_named(event: EventFile, name: str) -> str:
    """The id of a half-day or session that is called so, or `name` as it is."""
    titled = (o for o in occasions(event) if o.session and fold(o.session.title) == fold(name))
    return next((o.id for o in titled), name)


def read_logo(path: Path) -> QImage:
    """A picture for the heading. Raises `UserError` for what is none, or too large a file."""
    try:
        if not path.is_file():  # reading a pipe or a device might never end
            raise UserError(_UNREAD, name=path.name)
        if path.stat().st_size > LARGEST_PICTURE:
            raise UserError(_LARGE, name=path.name, most=LARGEST_PICTURE // 1_000_000)
        image = image_of(path.read_bytes())
    except OSError as exc:
        raise UserError(_UNREAD, name=path.name) from exc
    if image.isNull():
        raise UserError(_UNREAD, name=path.name)
    return image


_NO_OCCASION = Words(
    "sheet",
    "There is no such half-day or session with times in the programme. Nothing was written; known are: {known}.",
)
_LARGE = Words("sheet", "The picture “{name}” is larger than {most} MB. Nothing was written; choose a smaller one.")
_UNREAD = Words(
    "sheet", "“{name}” is no picture that can be read (PNG, JPEG or SVG). Nothing was written; choose another."
)
