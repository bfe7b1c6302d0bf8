# SPDX-License-Identifier: GPL-3.0-or-later
"""A signature as an SVG picture, for answers to requests for personal data. Pure."""

from checkin.core.signatures.signature import GRID, Signature, Stroke

PEN = GRID / 200


def svg_of(signature: Signature) -> str:
    lines = "".join(f'<polyline points="{_points(stroke)}"/>' for stroke in signature.strokes)
    style = f'fill="none" stroke="#000" stroke-width="{PEN:g}" stroke-linecap="round" stroke-linejoin="round"'
    box = f'viewBox="0 0 {GRID} {signature.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><g {style}>{lines}</g></svg>'


def _points(stroke: Stroke) -> str:
    """Return the points of a polyline; a dot is a line from itself to itself."""
    return " ".join(f"{p.x},{p.y}" for p in (stroke if len(stroke) > 1 else stroke * 2))
