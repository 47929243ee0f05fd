"""An OpenID provider on loopback that gives any token it is told to give."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwk, jwt

CLIENT, CLIENT_SECRET = "bantin", "s" * 32
Claims = dict[str, Any]


class Provider:
    """The provider's address and key; `forge` makes the token of the next sign-in from its claims."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "a", "use": "sig", "alg": "RS256"})
        self.forge: Callable[[Claims], str] = self.signed
        self.nonce = ""

    def claims(self) -> Claims:
        """The claims of an honest token for Lan."""
        now = int(time.time())
        return {
            "iss": self.address, "sub": "lan", "aud": CLIENT, "nonce": self.nonce, "iat": now,
            "exp": now + 300, "email": "lan@backan.gov.vn", "email_verified": True,
        }  # fmt: skip

    def signed(self, claims: Claims, key: Any = None, algorithm: str = "RS256") -> str:
        """The claims signed with the provider's key, or with another one."""
        header = {"alg": algorithm, "kid": "a"}
        return str(jwt.encode(header, claims, key or self.key, algorithms=[algorithm]))


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        provider: Provider = server.provider
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            provider.nonce = parse_qs(parts.query).get("nonce", [""])[0]
            self._send({"asked": parts.query})
        elif parts.path == "/jwks":
            self._send({"keys": [provider.key.as_dict(private=False)]})
        else:
            endpoints = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self._send(
                {"issuer": provider.address, "jwks_uri": f"{provider.address}/jwks"}
                | {f"{k}_endpoint": f"{provider.address}/{v}" for k, v in endpoints.items()}
                | {"id_token_signing_alg_values_supported": ["RS256"]}
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        server: Any = self.server
        provider: Provider = server.provider
        token = provider.forge(provider.claims())
        self._send({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _send(self, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


@contextmanager
def rogue_provider() -> Iterator[Provider]:
    """A running provider."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.provider
    server.shutdown()
    server.server_close()
