# SPDX-License-Identifier: GPL-3.0-or-later
"""Acts that need a supervisor: the question for PIN and justification, and the list of supervisors.

Imports `look` and `widgets`. `SupervisionFlow` is the one way from any screen to such an act: it shows
`AuthorityDialog`, then calls the desk with the `Authority` given.
"""
