# SPDX-License-Identifier: GPL-3.0-or-later
"""What the elements of a badge are called, and how they are told to whoever does not see them."""

from checkin.core.badges.draft import Draft
from checkin.core.badges.template import Area, Code, Element, Image, Shape, Text
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.badge_editor.fields import shown_text

TEXT, CODE, PICTURE = Words("badge editor", "Text"), Words("badge editor", "Code"), Words("badge editor", "Picture")
FIELD = Words("badge editor", "Field")
SHAPES = {
    Shape.BOX: Words("badge editor", "Band"),
    Shape.ELLIPSE: Words("badge editor", "Oval"),
    Shape.LINE: Words("badge editor", "Line"),
}
"""A box is what people make bands of colour with."""

_MILLIMETRES = Words("badge editor", "{x} mm from the left, {y} mm from the top, {width} × {height} mm")
_SEVERAL = Words("badge editor", "{count} elements selected")
_NONE = Words("badge editor", "The badge. Elements: {count}. Tab goes through them.")


def kind_name(element: Element) -> str:
    match element:
        case Text():
            return say(TEXT)
        case Code():
            return say(CODE)
        case Image():
            return say(PICTURE)
        case Area():
            return say(SHAPES[element.shape])


def describe(element: Element) -> str:
    """Its kind, what is in it and where it stands."""
    inside = shown_text(element.text) if isinstance(element, Text) else ""
    box = element.box
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    where = say(_MILLIMETRES, **{name: f"{value:g}" for name, value in sizes.items()})
    return ", ".join(part for part in (kind_name(element), inside, where) if part)


def table_text(draft: Draft) -> str:
    """What is in hand, or how much there is."""
    if draft.only is not None:
        return describe(draft.elements[draft.only])
    if draft.selected:
        return say(_SEVERAL, count=len(draft.selected))
    return say(_NONE, count=len(draft.places()))
