# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents of any shape, most of them nearly right: a valid one in which something is something else."""

import copy
from typing import Any

from hypothesis import strategies as st

WILD = [
    None,
    True,
    -1,
    0,
    10**30,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "x" * 5_000,
    "\0",
    "\ud800",
    "\u202e",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    [],
    {},
    [[[[]]]],
    {"": {"": ""}},
    [None, 5, "x", {}],
]
anything = st.sampled_from(WILD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def paths_of(document: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Of everything in it."""
    found = [here] if here else []
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return found + [path for key, value in items for path in paths_of(value, (*here, key))]


@st.composite
def mutated(draw: st.DrawFn, document: Any) -> Any:
    """`document` with some of its values replaced, left out, or under another name."""
    changed = copy.deepcopy(document)
    for path in draw(st.lists(st.sampled_from(paths_of(document)), min_size=1, max_size=4)):
        *around, last = path
        place = changed
        try:
            for key in around:
                place = place[key]
            match draw(st.sampled_from(["replace", "replace", "remove", "rename", "wrap"])):
                case "replace":
                    place[last] = draw(anything)
                case "remove":
                    del place[last]
                case "rename":
                    place[draw(st.text(max_size=5)) if isinstance(place, dict) else last] = place[last]
                case "wrap":
                    place[last] = [place[last]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
    return changed


@st.composite
def mutated_text(draw: st.DrawFn, text: str) -> str:
    """A text of lines with some of them repeated, cut, exchanged or other than they were."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        match draw(st.sampled_from(["repeat", "cut", "swap", "value", "remove", "insert"])):
            case "repeat":
                lines[at:at] = lines[at : at + 1] * draw(st.integers(1, 30))
            case "cut":
                lines[at : at + 1] = [line[: draw(st.integers(0, len(line)))] for line in lines[at : at + 1]]
            case "swap":
                lines[at:at] = [lines.pop(draw(st.integers(0, len(lines) - 1)))] if lines else []
            case "value":
                new = draw(
                    st.sampled_from(["\0", "99999999T999999", "-1", "x" * 2_000, "\ud800", ":", ";", "=", "[", '"""'])
                )
                lines[at : at + 1] = [line.partition(":")[0] + ":" + new for line in lines[at : at + 1]]
            case "remove":
                del lines[at : at + 1]
            case "insert":
                lines.insert(at, draw(st.text(max_size=20)))
    return "\r\n".join(lines)
