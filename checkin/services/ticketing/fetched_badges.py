# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge layouts of a ticketing's server, fetched and kept as badges of the event (docs/adr/0086)."""

from collections.abc import Callable
from datetime import datetime

from checkin.core.attendee_body import CUSTOM
from checkin.core.badges.pretix_layout_texts import LayoutTexts
from checkin.core.errors import UserError
from checkin.core.languages import ENGLISH
from checkin.core.message import Message
from checkin.core.ticketing.column_words import column_words
from checkin.core.ticketing.desk_answers import question_title
from checkin.core.ticketing.ticketing import Ticketing
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.ticketing.badge_layout_import import BadgeLayoutImport
from checkin.storage import ticketing_store
from checkin.storage.ticketing_store import TicketingLink
from checkin.sync.pretix_client import PretixClient
from checkin.sync.pretix_errors import PretixRejectedError, too_large
from checkin.translation import translate

MOST_LAYOUTS = 200
"""The most layouts of one event; each may have a background of many megabytes."""


def fetch_badges(
    event: EventFile, client: PretixClient, link: TicketingLink, clock: Callable[[], datetime], desk: str = "pretix"
) -> None:
    """Keep the layouts that are new or changed, and what is different on our badges, for who looks after them. An event
    whose server makes no badges has none.
    """
    pulled = event.ticketing()
    try:
        layouts, items = client.badge_layouts(link.event), client.badge_items(link.event)
    except PretixRejectedError:  # the server has no badges for this event
        return
    if pulled is None or not layouts:
        return
    if len(layouts) > MOST_LAYOUTS:
        raise too_large()
    texts = LayoutTexts(_own_texts(pulled.ticketing), (*pulled.ticketing.languages, ENGLISH))

    def download(address: str) -> bytes:
        try:
            return client.download(address)
        except PretixRejectedError as error:  # one background that is gone costs its own badge alone
            raise UserError(_NO_BACKGROUND) from error

    done = BadgeLayoutImport(event, Desk(event, clock, desk), texts, download).run(layouts, items)
    if done.saved or done.remarks:
        said = (f"{each.layout}: {translate(each.message, **each.fields)}".lstrip(": ") for each in done.remarks)
        ticketing_store.note_badge_remarks(event.db, [*dict.fromkeys(said)])


def _own_texts(ticketing: Ticketing) -> dict[str, str]:
    """Return what stands on a badge for the variables of this event: its questions, the variation and the seat."""
    words = column_words(ticketing.languages)
    titles = {f"question_{each.identifier}": question_title(ticketing, each) for each in ticketing.questions}
    titles |= {"variation": words.variation, "seat": words.seat}
    return {name: f"{{{CUSTOM}{title}}}" for name, title in titles.items()}


_NO_BACKGROUND = Message("badge layout", "pretix does not have its background, nor its size.")
