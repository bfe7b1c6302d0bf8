# SPDX-License-Identifier: GPL-3.0-or-later
"""A signature as a picture that any browser opens, for whoever asks what is known of them. Pure."""

from checkin.core.signatures.signature import GRID, Signature, Stroke

PEN = GRID / 200


def svg_of(signature: Signature) -> str:
    lines = "".join(f'<polyline points="{_points(stroke)}"/>' for stroke in signature.strokes)
    style = f'fill="none" stroke="#000" stroke-width="{PEN:g}" stroke-linecap="round" stroke-linejoin="round"'
    box = f'viewBox="0 0 {GRID} {signature.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><g {style}>{lines}</g></svg>'


def _points(stroke: Stroke) -> str:
    """A dot is a line from itself to itself."""
    return " ".join(f"{p.x},{p.y}" for p in (stroke if len(stroke) > 1 else stroke * 2))
