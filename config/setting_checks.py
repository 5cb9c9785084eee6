"""Checks of single settings. What they raise says what was found, and never shows a secret."""

import base64
import binascii
import re
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr


def is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def listed(value: object) -> object:
    return (
        [part for part in re.split(r"[,\s]+", value) if part] if isinstance(value, str) else value
    )


def slack_url(url: str) -> str:
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise ValueError("not a web address")
    if parts.scheme == "http" and not is_loopback(url):
        raise ValueError("not encrypted; only addresses of this machine may begin with http://")
    return url if url.endswith("/") else f"{url}/"


def clock_url(url: str) -> str:
    if urlsplit(url).scheme != "http" or not is_loopback(url):
        raise ValueError("not an address of this machine")
    return url


def database_url(url: str) -> str:
    if not re.match(r"sqlite:///.|postgresql(\+psycopg)?://.", url):
        raise ValueError("neither SQLite nor PostgreSQL")
    return url


def token(kind: str) -> AfterValidator:
    def check(token: SecretStr) -> SecretStr:
        secret = token.get_secret_value()
        if secret and not secret.startswith(f"{kind}-"):
            known = re.match(r"(xox[a-z]|xapp)-", secret)
            found = f"it begins with {known.group()}" if known else "it begins otherwise"
            raise ValueError(found)
        return token

    return AfterValidator(check)


def keys(keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    for number, key in enumerate(keys, 1):
        secret = key.get_secret_value()
        try:
            length = len(base64.urlsafe_b64decode(secret))
        except (binascii.Error, ValueError):
            length = 0
        if length != 32:
            raise ValueError(f"key {number} of {len(keys)} is not one ({len(secret)} characters)")
    return keys


def user_ids(users: tuple[str, ...]) -> tuple[str, ...]:
    for user in users:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,20}", user):
            raise ValueError(f"“{user}” is no id; it stands in the person's profile in Slack")
    return users


def none_or_upper(value: object) -> object:
    if not isinstance(value, str):
        return value
    return None if value.lower() == "none" else value.upper()


def upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
