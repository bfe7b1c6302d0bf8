# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that this computer sends an event's messages from. Never copied to other desks; its password is not
here.
"""

from dataclasses import asdict

from checkin.core.mail.mail_account import MailAccount, MailSecurity
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.settings_table import Setting

_ACCOUNT = Setting("mail_account")


def load_mail_account(db: EventDatabase) -> MailAccount:
    """Return the stored account; missing or unknown values have their default."""
    kept, default = _ACCOUNT.read(db), MailAccount()
    known = kept if isinstance(kept, dict) else {}
    plain = {n: known[n] if type(known.get(n)) is type(d) else d for n, d in asdict(default).items() if n != "security"}
    security = known.get("security")
    return MailAccount(**plain, security=MailSecurity(security) if security in set(MailSecurity) else default.security)


def save_mail_account(db: EventDatabase, account: MailAccount) -> None:
    """Store the account."""
    with transaction(db):
        _ACCOUNT.write(db, asdict(account))
    db.note_settings()
