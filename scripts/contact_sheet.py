# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the gallery: whatever pictures are in its folder, screen by screen, languages side by side.

Plain HTML in one file beside the pictures; nothing is fetched. Not part of the program.
"""

from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path
from string import Template
from urllib.parse import quote

from PySide6.QtGui import QImage

from scripts.colour_blind import BLINDNESS, seen

ANSWERS = ("welcome", "attention", "exit", "already_arrived", "repeated", "unpaid", "unknown", "forged", "not_saved")
"""One of every colour and shape there is."""

_PAGE = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Checkin: all screens</title>
<style>
body { font: 14px/1.4 system-ui, sans-serif; margin: 0 20px 60px; background: #f4f5f7; color: #14171f }
header { position: sticky; top: 0; background: #f4f5f7; padding: 10px 0; border-bottom: 1px solid #c8ccd4; z-index: 1 }
header label, nav a { margin-right: 12px; white-space: nowrap }
section > div { display: flex; flex-wrap: wrap; gap: 12px; align-items: start }
h2 { margin: 36px 0 0; scroll-margin-top: 110px } h3 { margin: 16px 0 4px; font-weight: 600 }
figure { margin: 0; width: 380px } figcaption { color: #566073; font-size: 12px }
img { max-width: 100%; border: 1px solid #c8ccd4; display: block }
$rules
</style>
<header><nav>$contents</nav><div>$filters</div></header>
$sections
<script>
for (const box of document.querySelectorAll("input"))
  box.onchange = () => document.body.classList.toggle("no-" + box.value, !box.checked)
</script></html>
""")


def write(folder: Path) -> Path:
    """The page of what is there now."""
    screens = sorted({picture.parent.parent.name for picture in folder.glob("*/*/*.png")} - {"colours"})
    sections = [_section(folder, screen) for screen in screens]
    if colours := list(_colour_blind(folder)):
        sections.append(_told("colours", [("answers, as they are seen", colours)]))
    kinds = sorted({kind for picture in folder.glob("*/*/*.png") for kind in _kinds(picture)})
    page = folder / "index.html"
    page.write_text(_page([*screens, *["colours"] * bool(colours)], kinds, sections), encoding="utf-8")
    return page


def _page(screens: list[str], kinds: list[str], sections: list[str]) -> str:
    return _PAGE.substitute(
        rules="".join(f".no-{kind} .{kind} {{ display: none }} " for kind in kinds),
        contents="".join(f'<a href="#{name}">{name}</a>' for name in screens),
        filters="".join(map(_filter, kinds)),
        sections="\n".join(sections),
    )


def _filter(kind: str) -> str:
    name = kind.removeprefix("at-").replace("-", ".")
    return f'<label><input type="checkbox" checked value="{kind}"> {name}</label>'


def _section(folder: Path, screen: str) -> str:
    scenes = sorted((folder / screen).iterdir())
    return _told(screen, [(scene.name, [_figure(folder, one) for one in _in_order(scene)]) for scene in scenes])


def _told(name: str, scenes: list[tuple[str, list[str]]]) -> str:
    rows = "".join(f"<h3>{escape(scene)}</h3><div>{''.join(figures)}</div>" for scene, figures in scenes)
    return f'<section id="{name}"><h2>{escape(name)}</h2>{rows}</section>'


def _in_order(scene: Path) -> list[Path]:
    """French beside English; light, then dark."""
    return sorted(scene.glob("*.png"), key=lambda p: (*_order(p), p.name))


def _order(picture: Path) -> tuple[str, int, int]:
    theme, spoken, scale = picture.stem.split()
    return scale, ("light", "dark", "contrast").index(theme), ("fr", "en").index(spoken)


def _kinds(picture: Path) -> list[str]:
    """Classes to filter by; a scale has no dot and begins with a letter."""
    words = picture.stem.split()
    return [*words[:2], f"at-{words[2].replace('.', '-')}"] if len(words) == 3 else []


def _figure(folder: Path, picture: Path) -> str:
    address = quote(picture.relative_to(folder).as_posix())
    return (
        f'<figure class="{" ".join(_kinds(picture))}"><a href="{address}"><img loading="lazy" src="{address}" alt="">'
        f"</a><figcaption>{escape(picture.stem)}</figcaption></figure>"
    )


def _colour_blind(folder: Path) -> Iterator[str]:
    """Answers of every colour, with one kind of cones missing."""
    for name, blindness in product(ANSWERS, BLINDNESS):
        plain = folder / "desk" / name / "light fr 1.png"
        if plain.exists():
            place = folder / "colours" / name / f"{blindness}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            seen(QImage(str(plain)), blindness).save(str(place))
            yield _figure(folder, place)
