# SPDX-License-Identifier: GPL-3.0-or-later
"""The names and descriptions of badge elements, also for screen readers."""

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.template import (
    PHOTOGRAPH,
    CodeElement,
    Element,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.badge_field_menu import format_merge_fields

TEXT, CODE, PICTURE = (
    Message("badge editor", "Text"),
    Message("badge editor", "Code"),
    Message("badge editor", "Picture"),
)
PHOTOGRAPHED = Message("badge editor", "Photograph")
FIELD = Message("badge editor", "Field")
SHAPES = {
    Shape.BOX: Message("badge editor", "Strip"),
    Shape.ELLIPSE: Message("badge editor", "Oval"),
    Shape.LINE: Message("badge editor", "Line"),
}
"""A box is called a band, its usual purpose."""

_MILLIMETRES = Message("badge editor", "{x} mm from the left, {y} mm from the top, {width} × {height} mm")
_SEVERAL = Message("badge editor", "{count} elements selected")
_NONE = Message("badge editor", "The badge. Elements: {count}. Tab moves between them.")


def kind_name(element: Element) -> str:
    match element:
        case TextElement():
            return translate(TEXT)
        case CodeElement():
            return translate(CODE)
        case ImageElement() if element.name == PHOTOGRAPH:
            return translate(PHOTOGRAPHED)
        case ImageElement():
            return translate(PICTURE)
        case ShapeElement():
            return translate(SHAPES[element.shape])


def describe_element(element: Element) -> str:
    """Return kind, content and position of an element."""
    inside = format_merge_fields(element.text) if isinstance(element, TextElement) else ""
    box = element.box
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    where = translate(_MILLIMETRES, **{name: f"{value:g}" for name, value in sizes.items()})
    return ", ".join(part for part in (kind_name(element), inside, where) if part)


def canvas_summary(draft: BadgeDraft) -> str:
    """Return a description of the selection, or the number of elements."""
    if draft.only is not None:
        return describe_element(draft.elements[draft.only])
    if draft.selected:
        return translate(_SEVERAL, count=len(draft.selected))
    return translate(_NONE, count=len(draft.places()))
