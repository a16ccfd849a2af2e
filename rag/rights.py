"""Who may know which documents, and who may change them: the file that `ZHENGWEN_RIGHTS` names.

```yaml
everyone: [公开]                      # groups of whoever shows no token; none: nobody comes in without one
groups:
  公开:
    folders: [policies/公开]          # beside this file, or from the root
  人事:
    folders: [policies/人事]
    issuers: [省人力资源和社会保障厅]   # what is stated is conjoined, values of one field are alternatives
readers:
  张三:
    token: "9f86d081…"                # SHA-256 of the token, as `zhengwen token` prints it
    groups: [公开, 人事]
    edit: true                        # may upload to the first group, and remove
```
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from index.documents import DocumentInfo
from rag.errors import InvalidSettings

log = logging.getLogger(__name__)

_MEMBER = "!/"  # stands between the path of a file and that of a document inside it

Name = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,60}$")]
"""Names a folder of uploads too."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Part):
    """Documents that are known together: those that meet each field that is stated."""

    folders: list[str] = []
    regions: list[str] = []
    issuers: list[str] = []
    genres: list[str] = []

    @model_validator(mode="after")
    def _states_something(self) -> Self:
        if not (self.folders or self.regions or self.issuers or self.genres):
            raise ValueError("states nothing; all documents are folders: [/]")
        return self

    def holds(self, info: DocumentInfo, path: str) -> bool:
        """Whether the document, as the file at the path, is one of the group."""
        known = info.metadata
        return (
            (not self.folders or any(_inside(path, folder) for folder in self.folders))
            and (not self.regions or known.region in self.regions)
            and (not self.issuers or not set(self.issuers).isdisjoint(known.issuers))
            and (not self.genres or known.genre in self.genres)
        )


class Reader(_Part):
    """Somebody with a token."""

    token: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    groups: list[Name]
    edit: bool = False


class Rights(_Part):
    """The whole file. Each group has a folder for its uploads too, which is known to it without being stated."""

    groups: Mapping[Name, Group]
    readers: Mapping[Name, Reader] = {}
    everyone: list[Name] = []

    @model_validator(mode="after")
    def _names_known_groups(self) -> Self:
        named = {name for reader in self.readers.values() for name in reader.groups} | set(self.everyone)
        if unknown := named - self.groups.keys():
            raise ValueError(f"no such groups: {', '.join(sorted(unknown))}")
        return self

    def reader_of(self, token: str) -> str | None:
        """The name of whoever has the token; None where nobody has."""
        given = digest(token)
        return next((name for name, reader in self.readers.items() if hmac.compare_digest(reader.token, given)), None)

    def groups_of(self, reader: str) -> list[str]:
        """The groups of a reader, of everyone for one that there is not (any more)."""
        known = self.readers.get(reader)
        return known.groups if known else self.everyone

    def seen(self, info: DocumentInfo, groups: Iterable[str], uploads: Path) -> DocumentInfo | None:
        """The document with those of its files that the groups may know; None where that is none."""
        held = [
            (source, path)
            for source, path in zip(info.sources, info.paths, strict=True)
            if any(_inside(path, str(uploads / name)) or self.groups[name].holds(info, path) for name in groups)
        ]
        if not held:
            return None
        source, path = (info.source, info.path) if (info.source, info.path) in held else held[0]
        return replace(
            info, source=source, path=path, sources=tuple(s for s, _ in held), paths=tuple(p for _, p in held)
        )


def _inside(path: str, folder: str) -> bool:
    """
    >>> _inside("/a/b/c.txt", "/a/b"), _inside("/a/bc.txt", "/a/b"), _inside("/a/b.zip!/c.txt", "/a/b.zip")
    (True, False, True)
    """
    return path == folder or path.startswith((folder.rstrip("/") + "/", folder + _MEMBER))


def digest(token: str) -> str:
    """SHA-256 of a token, in hexadecimal digits."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def new_token() -> str:
    """A token of 256 random bits."""
    return secrets.token_urlsafe(32)


def read_rights(path: Path) -> Rights:
    """The rights that the file grants, its folders as full paths. Raises InvalidSettings."""
    try:
        rights = Rights.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InvalidSettings(
            f"ZHENGWEN_RIGHTS {path}: 无法读取 / cannot be read: {error.strerror}, create it or unset the variable"
        ) from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}" for each in error.errors())
        raise InvalidSettings(f"ZHENGWEN_RIGHTS {path}: 内容有误 / is wrong: {wrong}") from error
    except (ValueError, yaml.YAMLError) as error:
        raise InvalidSettings(f"ZHENGWEN_RIGHTS {path}: 不是 UTF-8 的 YAML / is no YAML in UTF-8: {error}") from error
    base = path.resolve().parent
    groups = {
        name: group.model_copy(update={"folders": [str((base / folder).resolve()) for folder in group.folders]})
        for name, group in rights.groups.items()
    }
    return rights.model_copy(update={"groups": groups})


class RightsFile:
    """The rights as the file states them by now; a file that became wrong changes nothing until it is mended."""

    def __init__(self, path: Path) -> None:
        """Raises InvalidSettings."""
        self._path = path
        self._stamp = self._look()
        self._rights = read_rights(path)

    def current(self) -> Rights:
        """The same object as long as the file is the same."""
        if (stamp := self._look()) != self._stamp:
            self._stamp = stamp
            try:
                self._rights = read_rights(self._path)
            except InvalidSettings as error:
                log.error("%s", error)
        return self._rights

    def _look(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
            return status.st_mtime_ns, status.st_size
        except OSError:
            return 0, 0
