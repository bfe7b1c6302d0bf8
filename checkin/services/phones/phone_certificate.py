# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificate with which a desk serves phones. It is made on this computer and kept there, so that a phone whose
user accepted it once is not warned again.
"""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from checkin.documents.atomic_write import write_file_atomically

VALID = timedelta(days=397)
"""Safari refuses a certificate that is valid for longer than 398 days (support.apple.com/102028)."""
LEFT = timedelta(days=7)
"""A certificate that ends sooner is made anew: an event must not outlast it."""


def phone_certificate(path: Path, address: str, now: datetime | None = None) -> Path:
    """Return the file at `path` with a certificate for `address` and its key, made if it is missing, damaged, for
    another address or about to end. Only the user of this computer may read it.
    """
    now = now or datetime.now(UTC)
    if not _is_good(path, address, now):
        write_file_atomically(path, _made(address, now))
    return path


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of the certificate as browsers show it: pairs of hexadecimal digits with colons."""
    return x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()


def tls_context(path: Path) -> ssl.SSLContext:
    """Return the TLS of a server with the certificate and key at `path`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(path)
    return context


def _is_good(path: Path, address: str, now: datetime) -> bool:
    try:
        data = path.read_bytes()
        certificate = x509.load_pem_x509_certificate(data)
        key = serialization.load_pem_private_key(data, None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound):
        return False
    addresses = names.get_values_for_type(x509.IPAddress)
    is_ours = key.public_key() == certificate.public_key()
    is_valid = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc - LEFT
    return is_ours and is_valid and ipaddress.ip_address(address) in addresses


def _made(address: str, now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Checkin")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # the clock of a phone may be behind
        .not_valid_after(now - timedelta(days=1) + VALID)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kind, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    return certificate.public_bytes(encoding) + key.private_bytes(encoding, kind, serialization.NoEncryption())
