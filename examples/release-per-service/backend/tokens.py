"""Who asks: a signed JSON Web Token, whose key is JWT_SECRET and whose life JWT_EXPIRY_HOURS."""

import hmac
import json
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

SECRET, ALGORITHM = os.environ["JWT_SECRET"].encode(), os.environ["JWT_ALGORITHM"]
DIGEST = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}[ALGORITHM]


def encode(content: dict | bytes) -> str:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def signed(text: str) -> str:
    return f"{text}.{encode(hmac.digest(SECRET, text.encode(), DIGEST))}"


def guest() -> str:
    claims = {"sub": os.urandom(8).hex(), "exp": int(time.time()) + int(os.environ["JWT_EXPIRY_HOURS"]) * 3600}
    return signed(f"{encode({'alg': ALGORITHM, 'typ': 'JWT'})}.{encode(claims)}")


def owner(header: str) -> str | None:
    """Whom the header `Authorization` names; nobody where its token is not ours, or too old."""
    token = header.removeprefix("Bearer ")
    text, _, _ = token.rpartition(".")
    if not text or not hmac.compare_digest(signed(text), token):
        return None
    claims = json.loads(urlsafe_b64decode(text.partition(".")[2] + "=="))
    return claims["sub"] if claims["exp"] > time.time() else None
