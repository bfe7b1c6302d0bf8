# SPDX-License-Identifier: GPL-3.0-or-later
"""The files a person chooses on the screen of badges, chosen beforehand."""


class ChosenFiles:
    """Each question is answered with the next of `paths`; none left is a dialog that was closed."""

    def __init__(self, *paths):
        self.paths, self.names = list(paths), []

    def _next(self, name=""):
        self.names.append(name)
        return self.paths.pop(0) if self.paths else None

    template = picture = ask_template_target = ask_pdf_target = _next
