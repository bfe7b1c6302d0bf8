# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of this computer as pages; the same pages are the steps of the setup wizard.

Imports `look` and `widgets`. A page changes `CurrentSettings` at once; `application` stores and applies them.
"""
