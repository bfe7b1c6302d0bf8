# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge layouts of pretix kept as badge templates of the event, each under an id of its own (docs/adr/0086).

A second import of the same layouts writes nothing. A template that the organiser changed or removed here stays as it
is, until they ask for pretix's. The child process that draws a background makes this slow: never in the UI thread.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from checkin.badges.pictures import SIDES, shrink_picture
from checkin.core.attendee import CUSTOM
from checkin.core.badges.badge_defaults import with_category_colours
from checkin.core.badges.badge_file import TEMPLATE_KINDS, BadgeSource, fold_sources
from checkin.core.badges.pretix_layout import MOST_SIDES, LayoutPaper, read_layout
from checkin.core.badges.pretix_layout_texts import LayoutTexts, UsedLayout, choice_problems, used_layouts
from checkin.core.message import ENGLISH, Message, UserError
from checkin.core.ticketing.ticketing import Ticketing, column_words, question_title
from checkin.documents.subprocess_reader import read_pdf_pages
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import settings_store
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import PretixClient
from checkin.sync.pretix_connection import PretixRejectedError, too_large
from checkin.translation import translate

TEMPLATE_OF_LAYOUT = "pretix:layout-"
"""The beginning of the id of a template that is a layout of pretix; the layout's number follows."""

GONE = "gone"
"""The source of a template that was removed because pretix prints its layout no more."""

FetchBackground = Callable[[str], bytes]
"""A function that returns the PDF at an address, called for those alone that are drawn. What it raises ends the
import; what was saved by then stays.
"""


class LayoutRemark(NamedTuple):
    """What is different on the badge of a layout; `layout` is its name, "" for a remark on all of them."""

    layout: str
    message: Message
    fields: Mapping[str, object]


@dataclass(slots=True)
class ImportedLayouts:
    """What an import did: the templates saved, the ids of those removed, the ids of those that stayed as they were
    changed here although pretix has another version now, and what is different on the badges.
    """

    saved: list[LoadedTemplate] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    remarks: list[LayoutRemark] = field(default_factory=list)


class BadgeLayoutImport:
    """Imports the layouts of one event, again and again. `texts` says what their texts become: on all desks the same,
    or each would save its own.
    """

    def __init__(self, event: EventFile, desk: Desk, texts: LayoutTexts, fetch: FetchBackground) -> None:
        self._event, self._desk, self._texts, self._fetch = event, desk, texts, fetch
        self._templates = BadgeTemplates(event, desk)
        self._refused: set[str] = set()

    def run(self, layouts: Sequence[Any], items: Sequence[Any], replaced: Collection[str] = ()) -> ImportedLayouts:
        """Save what is new or changed in pretix's `badgelayouts` and `badgeitems`, and remove what it prints no more.
        `replaced` are the ids of templates whose changes here the organiser agreed to lose.
        """
        done = ImportedLayouts()
        used = used_layouts(layouts, items)
        for layout in used:
            self._import(layout, template_id(layout.id) in replaced, done)
        self._remove_others({template_id(layout.id) for layout in used}, done)
        if done.saved:
            names = {each.id: each.name for each in self._desk.programme.categories}
            done.remarks += [LayoutRemark("", *problem) for problem in choice_problems(used, items, names)]
        return done

    def _import(self, layout: UsedLayout, is_replaced: bool, done: ImportedLayouts) -> None:
        source = self._source(layout)
        before = self._sources().get(template_id(layout.id))
        if source in self._refused or not _is_due(before, source, is_replaced, done, template_id(layout.id)):
            return
        try:
            made = self._made(layout, self._fetch(layout.background), done)
            with self._event.transaction():
                # The organiser may have changed it while the background was drawn.
                if self._sources().get(made.id) == before:
                    self._templates.append(made, source)
                    done.saved.append(made)
        except UserError as exc:
            self._refused.add(source)
            done.remarks += [LayoutRemark(layout.name, exc.words, exc.fields), LayoutRemark(layout.name, _LEFT, {})]

    def _made(self, layout: UsedLayout, background: bytes, done: ImportedLayouts) -> LoadedTemplate:
        """Return the template of a layout with its pictures. Raises `UserError` for one that cannot be one."""
        pages = read_pdf_pages(background, MOST_SIDES, SIDES[0])
        pictures = [shrink_picture(drawn) if drawn else b"" for drawn in pages.pictures]
        names = tuple(
            f"background-{side}.{_suffix(data)}" if data else "" for side, data in enumerate(pictures, start=1)
        )
        paper = LayoutPaper(pages.width, pages.height, pages.count, names)
        template, problems = read_layout(layout.name, layout.layout, paper, self._texts)
        done.remarks += [LayoutRemark(layout.name, *problem) for problem in problems]
        name = template_id(layout.id)
        named = replace(template, name=self._templates.free_name(layout.name, name), categories=layout.categories)
        files = {name: data for name, data in zip(names, pictures, strict=True) if data}
        return LoadedTemplate(with_category_colours(named, self._desk.programme), files, name)

    def _remove_others(self, used: Collection[str], done: ImportedLayouts) -> None:
        """Remove templates whose layouts pretix prints no more. Those that were changed here stay."""
        with self._event.transaction():
            sources = self._sources()
            for each in self._templates.own():
                before = sources.get(each.id)
                is_ours = before is not None and not before.is_changed and each.id.startswith(TEMPLATE_OF_LAYOUT)
                if is_ours and each.id not in used:
                    self._templates.append_withdrawal(each.id, GONE)
                    done.removed.append(each.id)

    def _sources(self) -> Mapping[str, BadgeSource]:
        return fold_sources(self._event.journal.entries_of_kinds(TEMPLATE_KINDS))

    def _source(self, layout: UsedLayout) -> str:
        """Return the digest of a layout with all that its template depends on. An address has another path for each
        background, but desks may know the server by different names.
        """
        path = layout.background.partition("://")[2].partition("/")[2]
        texts = sorted(self._texts.own.items()), list(self._texts.languages)
        whole = [layout.name, layout.layout, path, layout.categories, texts]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def template_id(layout: int) -> str:
    return f"{TEMPLATE_OF_LAYOUT}{layout}"


def _is_due(before: BadgeSource | None, source: str, is_replaced: bool, done: ImportedLayouts, name: str) -> bool:
    """Whether a layout is to be saved; one that was changed here is noted if pretix's is another now."""
    if before is None or is_replaced:
        return True
    if before.is_changed and before.digest != source:
        done.kept.append(name)
    return not before.is_changed and before.digest != source


def _suffix(data: bytes) -> str:
    return "png" if data.startswith(b"\x89PNG") else "jpg"


_LEFT = Message("badge layout", "It was not taken over; a badge that was there stays.")


# The badge layouts of a ticketing's server, fetched and kept as badges of the event (docs/adr/0086).

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
            raise UserError(Message("badge layout", "pretix does not have its background, nor its size.")) from error

    done = BadgeLayoutImport(event, Desk(event, clock, desk), texts, download).run(layouts, items)
    if done.saved or done.remarks:
        said = (f"{each.layout}: {translate(each.message, **each.fields)}".lstrip(": ") for each in done.remarks)
        settings_store.note_badge_remarks(event.db, [*dict.fromkeys(said)])


def _own_texts(ticketing: Ticketing) -> dict[str, str]:
    """Return what stands on a badge for the variables of this event: its questions, the variation and the seat."""
    words = column_words(ticketing.languages)
    titles = {f"question_{each.identifier}": question_title(ticketing, each) for each in ticketing.questions}
    titles |= {"variation": words.variation, "seat": words.seat}
    return {name: f"{{{CUSTOM}{title}}}" for name, title in titles.items()}
