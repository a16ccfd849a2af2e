"""Signing in with a token, where rights are set → HTML and a cookie."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ui.access import COOKIE, Access
from ui.messages import Language, messages, preferred_language

if TYPE_CHECKING:
    from starlette.datastructures import Headers

_KEPT = 30 * 24 * 3600  # seconds
_LONGEST = 200  # characters of a token


def signing(access: Access) -> APIRouter:
    """The routes `/sign-in` and `/sign-out`; none where no rights are set."""
    router = APIRouter(include_in_schema=False)
    if not access.limited:
        return router

    @router.get("/sign-in")
    def form(request: Request) -> Response:
        return HTMLResponse(signin_html(_language(request.headers), failed=False))

    @router.post("/sign-in")
    async def enter(request: Request) -> Response:
        token = str((await request.form()).get("token", "")).strip()[:_LONGEST]
        if not access.knows(token):
            return HTMLResponse(signin_html(_language(request.headers), failed=True), 401)
        response = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, token, max_age=_KEPT, httponly=True, samesite="strict", secure=secure)
        return response

    @router.post("/sign-out")
    def leave() -> Response:
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    return router


def _language(headers: "Headers") -> Language:
    return preferred_language(headers.get("accept-language", ""))


def signin_html(language: Language, *, failed: bool) -> str:
    """The page with the box for the token."""
    words = messages(language)
    wrong = f'<p role="alert">{words.unknown_token}</p>' if failed else ""
    return (
        f'<!doctype html><html lang="{words.html_language}"><meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width"><title>{words.sign_in} · {words.title}</title><style>{_STYLE}</style>'
        f'<main><h1>{words.title}</h1><form method="post" action="/sign-in"><label for="token">{words.token}</label>'
        f'<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>{wrong}'
        f"<button>{words.sign_in}</button></form></main></html>"
    )


_STYLE = """
:root { color-scheme: light dark; font: 16px/1.8 system-ui, sans-serif; }
main { max-width: 360px; margin: 16vh auto 0; padding: 0 20px; }
form { display: grid; gap: 10px; }
input, button { padding: 8px 12px; border: 1px solid #767c86; border-radius: 10px; font: inherit; }
button { border: 0; background: #1f5673; color: #fff; cursor: pointer; }
p { margin: 0; }
"""
