"""E-mail messages and web archives (EML, MHT): the body, and every attachment as a document of its own."""

from collections.abc import Callable, Iterator

from index.errors import UnreadableFile
from index.loaders.builder import TextBuilder
from index.loaders.loaded import Loaded

Member = Callable[[bytes, str], Iterator[Loaded]]
"""Reads what is inside a file, by its bytes and its name; raises nothing."""


def load_mail(data: bytes, member: Member) -> Iterator[Loaded]:
    """The message and its attachments. Raises UnreadableFile when there is neither a body nor an attachment."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    subject = " ".join(str(message.get("Subject", "")).split())
    body = message.get_body(("html", "plain"))
    read = False
    if body is not None:
        read = True
        content = body.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        if body.get_content_subtype() == "html":
            (page,) = (loaded for loaded in member(_with_charset(raw, body.get_content_charset()), "message.html"))
            yield Loaded(page.text, None, page.headings, (), {"title": subject} | dict(page.metadata), page.notices)
        else:
            builder = TextBuilder()
            builder.add(subject, 1)
            for line in _decoded(raw, body.get_content_charset()).splitlines():
                builder.add(line)
            yield builder.build(metadata={"title": subject})
    for number, attachment in enumerate(message.iter_attachments(), 1):
        name = attachment.get_filename() or f"附件{number}"
        if attachment.get_content_type() == "message/rfc822":
            payload = attachment.get_content().as_bytes()
        else:
            decoded = attachment.get_payload(decode=True)
            payload = decoded if isinstance(decoded, bytes) else b""
        read = True
        yield from member(payload, name)
    if not read:
        raise UnreadableFile("邮件没有正文 / the message has no body")


def _with_charset(raw: bytes, charset: str | None) -> bytes:
    """An HTML body in UTF-8; only the message says in which encoding it is."""
    return _decoded(raw, charset).encode("utf-8", "replace")


def _decoded(raw: bytes, charset: str | None) -> str:
    try:
        return raw.decode("gb18030" if (charset or "").lower() in ("gb2312", "gbk") else charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return raw.decode("utf-8", "replace")
