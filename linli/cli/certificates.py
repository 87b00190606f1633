"""A local authority and its certificate, for phones in the LAN: camera and drafts need TLS.

Phones trust the page once `authority.pem` is installed on them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LIFE = timedelta(days=397)  # phones refuse longer ones
_AUTHORITY_LIFE = timedelta(days=3650)
_RENEW = timedelta(days=30)


def keep_certificate(folder: Path, hosts: Sequence[str]) -> tuple[Path, Path]:
    """Certificate and key for these hosts; made anew when hosts change or the end is near."""
    certificate, key = folder / "server.pem", folder / "server.key"
    if not (certificate.exists() and key.exists() and _serves(certificate, hosts)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        _make_server(folder, certificate, key, hosts)
    return certificate, key


def _serves(certificate: Path, hosts: Sequence[str]) -> bool:
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(name.value) for name in names}
    return set(hosts) <= known and found.not_valid_after_utc - datetime.now(UTC) > _RENEW


def _make_server(folder: Path, certificate: Path, key: Path, hosts: Sequence[str]) -> None:
    authority, authority_key = _keep_authority(folder)
    own_key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _builder("Linli", authority.subject, own_key, _LIFE)
        .add_extension(x509.SubjectAlternativeName([_name(h) for h in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_key(key, own_key)
    certificate.write_bytes(_pem(made) + _pem(authority))


def _keep_authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    certificate, key = folder / "authority.pem", folder / "authority.key"
    if certificate.exists() and key.exists():
        loaded = serialization.load_pem_private_key(key.read_bytes(), password=None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(certificate.read_bytes()), loaded
    own_key = ec.generate_private_key(ec.SECP256R1())
    name = "Linli local authority"
    made = (
        _builder(name, _subject(name), own_key, _AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(own_key, hashes.SHA256())
    )
    _write_key(key, own_key)
    certificate.write_bytes(_pem(made))
    return made, own_key


def _builder(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + life)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
