"""Who asks: a signed JSON Web Token (HS256), whose key is JWT_SECRET."""

import hmac
import json
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

SECRET = os.environ["JWT_SECRET"].encode()


def encode(content: dict | bytes) -> str:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def signed(text: str) -> str:
    return f"{text}.{encode(hmac.digest(SECRET, text.encode(), 'sha256'))}"


def guest() -> str:
    claims = {"sub": os.urandom(8).hex(), "exp": int(time.time()) + 12 * 3600}
    return signed(f"{encode({'alg': 'HS256', 'typ': 'JWT'})}.{encode(claims)}")


def owner(header: str) -> str | None:
    """Whom the header `Authorization` names; nobody where its token is not ours, or too old."""
    token = header.removeprefix("Bearer ")
    text, _, _ = token.rpartition(".")
    if not text or not hmac.compare_digest(signed(text), token):
        return None
    claims = json.loads(urlsafe_b64decode(text.partition(".")[2] + "=="))
    return claims["sub"] if claims["exp"] > time.time() else None
