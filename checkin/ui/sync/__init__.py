# SPDX-License-Identifier: GPL-3.0-or-later
"""The other desks: state, invitation, USB drives, server, and the conflict inbox.

Imports `look` and `widgets`. Dialogs only ask and emit signals; `application` performs the exchange through
`services.sync`.
"""
