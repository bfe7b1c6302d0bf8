# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures on the screen, for a half-day or a session.

Imports `look` and `widgets`. `SignatureDialog` covers the window; `SignaturePad` collects the strokes; the desk's
`signing` stores them.
"""
