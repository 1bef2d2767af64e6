"""What of the environment's proxies and certificates is used, and that what cannot be is named as it is."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from huggingface_hub.utils import close_session

from tests.hub.conftest import CONTENT, REPO, TOKEN, Lab
from tests.support.socks_server import socks_server

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """No proxy and no certificates; a client that has yet to read them."""
    for name in (*_PROXIES, *map(str.upper, _PROXIES), *_CERTIFICATES):
        monkeypatch.delenv(name, raising=False)
    close_session()
    yield monkeypatch
    close_session()


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_is_used_for_all_and_resolves_the_names(
    lab: Lab, environment: pytest.MonkeyPatch, scheme: str
) -> None:
    """The Hub's name is none that a resolver knows."""
    port = int(lab.server.url.rpartition(":")[2])
    lab.token = lab.server.token = TOKEN
    lab.server.private.add(REPO)
    with socks_server(("127.0.0.1", port)) as proxy:
        environment.setenv("ALL_PROXY", f"{scheme}://{proxy.address}")
        lab.endpoint = "http://hub.invalid"
        done, _ = lab.run()
        assert done.path.read_bytes() == CONTENT
        assert set(proxy.asked) == {("hub.invalid", 80)}
        assert proxy.given == []
        lab.target.unlink()
        close_session()
        environment.setenv("ALL_PROXY", f"{scheme}://me:secret@{proxy.address}")
        lab.run()
        assert set(proxy.given) == {("me", "secret")}
        close_session()


def test_no_proxy_goes_before_a_proxy(lab: Lab, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    environment.setenv("NO_PROXY", "example.org, 127.0.0.1")
    assert lab.run()[0].path.read_bytes() == CONTENT


def test_a_proxy_that_is_not_there_is_told_with_what_to_check(
    lab: Lab, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    assert "is not reached (" in (said := lab.refused())
    assert said.endswith("check the network, the proxy and HF_ENDPOINT.")


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    "address", ["ftp://me:hidden@proxy:1", "socks4://proxy:1", "http://proxy:hidden", "socks://proxy:1"]
)
def test_a_proxy_that_cannot_be_is_named_and_not_shown(
    lab: Lab, environment: pytest.MonkeyPatch, name: str, address: str
) -> None:
    environment.setenv(name, address)
    said = lab.refused()
    assert said.startswith(f"{name} is no address of a proxy; give it as http://HOST:PORT or socks5://")
    assert "hidden" not in said
    assert lab.server.seen == []


def test_certificates_that_cannot_be_used_are_named(
    lab: Lab, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "certificates.pem"
    environment.setenv("SSL_CERT_FILE", str(file))
    assert lab.refused() == (
        f"SSL_CERT_FILE names {file}, which cannot be read (No such file or directory); correct it or unset "
        "it."
    )
    for content in (b"", b"text", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        file.write_bytes(content)
        assert lab.refused().startswith(f"SSL_CERT_FILE names {file}, which holds no certificates in PEM")
    environment.delenv("SSL_CERT_FILE")
    environment.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    assert lab.refused().startswith(f"SSL_CERT_DIR names {tmp_path / 'none'}, which is no folder")
    assert lab.server.seen == []
    assert lab.files() == []


def certificate(folder: Path) -> Path:
    """One for 127.0.0.1 that nobody but itself vouches for, with its key in the same file."""
    # With all that Python 3.13 asks for.
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=False, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_that_is_not_trusted_is_told_and_one_that_is_named_is(
    lab: Lab, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    lab.server.encrypt(context)
    said = lab.refused()
    assert said.startswith("The certificate of the server is not trusted here (self-signed certificate")
    assert said.endswith("name the proxy's certificates in SSL_CERT_FILE.")
    close_session()
    environment.setenv("SSL_CERT_FILE", str(path))
    assert lab.run()[0].path.read_bytes() == CONTENT


def test_a_name_that_is_too_long_is_told_with_what_to_do(lab: Lab) -> None:
    lab.folder = lab.folder / ("x" * 300)
    said = lab.refused()
    assert f"cannot be kept in {lab.folder}" in said
    assert "name a folder with a shorter path with WINNOW_HOME" in said
