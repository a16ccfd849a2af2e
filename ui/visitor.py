"""Who uses the page: nobody logs in, a random cookie tells one browser's conversations from another's."""

import re
import secrets
from http.cookies import CookieError, SimpleCookie

COOKIE = "zhengwen_visitor"
_KEPT = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def visitor_of(cookies: str) -> str | None:
    """The visitor that a Cookie header names; None without one.

    >>> visitor_of(f"a=b; {COOKIE}={'x' * 43}") == "x" * 43, visitor_of(f"{COOKIE}=guessed"), visitor_of("")
    (True, None, None)
    """
    try:
        morsel = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel and _SHAPE.fullmatch(morsel.value) else None


def new_visitor_cookie(*, secure: bool) -> str:
    """The Set-Cookie header that makes a browser a visitor: 256 random bits, sent to this server by its pages only."""
    attributes = f"Max-Age={_KEPT}; Path=/; HttpOnly; SameSite=Strict"
    return f"{COOKIE}={secrets.token_urlsafe(32)}; {attributes}{'; Secure' if secure else ''}"
