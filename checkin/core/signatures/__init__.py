# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures written on a screen, as values: captured, encoded for the journal, drawn as SVG. Pure.

It imports nothing of `core` outside itself. `signature_capture` makes a `Signature`, `signature_text` is its form in an
entry.
"""
