"""Secrets in links and cookies: 32 random bytes, of which only the SHA-256 is stored."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: read aloud without mistakes


def new_secret() -> str:
    """43 URL-safe characters that hold 32 random bytes."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """The SHA-256 of a secret, in hex. Looking a row up by it reveals nothing by its timing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_code(length: int) -> str:
    """A random code that people can read to each other."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
