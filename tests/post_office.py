"""A mail server for tests, on this machine only: it takes every letter and shows it.

From a shell: `python -m tests.post_office COMMAND ...` runs the command with PIZAZZ_MAIL_HOST and
_PORT pointing to one.
"""

import contextlib
import datetime as dt
import os
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class PostOffice(socketserver.ThreadingTCPServer):
    """Takes letters: in plain words, with STARTTLS, or by TLS from the first byte."""

    daemon_threads = True

    def __init__(self, kind: str = "plain", certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.kind, self.letters, self.context = kind, [], None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)

    @property
    def port(self) -> int:
        return self.server_address[1]

    def get_request(self) -> Any:
        connection, address = super().get_request()
        if self.kind == "tls":
            assert self.context
            connection = self.context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up is what a test may be about."""


class Counter(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PostOffice

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
        self.wfile.flush()

    def finish(self) -> None:
        super().finish()
        self.request.close()  # after STARTTLS it is another one than the server knows

    def handle(self) -> None:
        secure = self.server.kind == "tls"
        self.say("220 localhost")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO" and self.server.kind == "starttls" and not secure:
                self.say("250-localhost")
                self.say("250 STARTTLS")
            elif word == "STARTTLS":
                self.say("220 go on")
                assert self.server.context
                self.request = self.server.context.wrap_socket(self.request, server_side=True)
                self.setup()
                secure = True
            elif word == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines).decode())
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")


@contextlib.contextmanager
def opened(kind: str = "plain", certificate: Path | None = None) -> Iterator[PostOffice]:
    """Open one until the end."""
    with PostOffice(kind, certificate) as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield office
        office.shutdown()


def certificate(folder: Path) -> Path:
    """Make a key and a certificate for localhost, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def main(command: list[str]) -> int:
    """Run a command beside one, and give its exit status."""
    with opened() as office:
        where = {"PIZAZZ_MAIL_HOST": "127.0.0.1", "PIZAZZ_MAIL_PORT": str(office.port)}
        return subprocess.run(command, check=False, env=os.environ | where).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
