# SPDX-License-Identifier: GPL-3.0-or-later
"""The tickets screen: everybody's ticket and how far it is, its words, the mailbox that it is sent from.

Shows what `services.mail` and `services.ticket_making` read, and calls their operations. It may use `ui/badges` for
the drawing of a badge; `ui/editor_screens` puts it together with the editor.

    ticket_browser: TicketBrowser ──┬─▶ TicketHeading, TicketSidebar (one person's)
                                    ├─▶ standing_list: StandingList (who), SendingBar (how far)
                                    ├─▶ ticket_sending: MailAccountDialog, SendDialog (what the organiser decides)
                                    └─▶ ticket_texts_dialog: TicketTextsDialog, TicketWriting
"""
