"""Legacy Word and WPS files, rich text and OpenDocument: converted by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from index.errors import UnreadableFile
from index.loaders.docx import load_docx
from index.loaders.loaded import Loaded
from index.loaders.patience import more_time
from index.loaders.tables import load_xlsx

TIME_LIMIT = 120  # seconds; the first start with a fresh profile takes some, a long document a few more
_PROGRAMS = ("soffice", "libreoffice")


def libreoffice() -> str | None:
    """Where LibreOffice is installed, None where it is not."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def load_document(data: bytes, suffix: str) -> Iterator[Loaded]:
    """A text document of that suffix (doc, wps, rtf, odt). Raises UnreadableFile when it cannot be converted."""
    return load_docx(_converted(data, suffix, "docx"))


def load_spreadsheet(data: bytes, suffix: str) -> Iterator[Loaded]:
    """A spreadsheet of that suffix (xls, ods). Raises UnreadableFile when it cannot be converted."""
    return load_xlsx(_converted(data, suffix, "xlsx"))


def _converted(data: bytes, suffix: str, target: str) -> bytes:
    """The file as LibreOffice saves it, in a profile of its own that is gone afterwards."""
    program = libreoffice()
    if program is None:
        raise UnreadableFile(
            f"读取 .{suffix} 需要 LibreOffice，请安装（如 apt install libreoffice-writer libreoffice-calc）或另存为 "
            f".{target} / reading .{suffix} needs LibreOffice: install it, or save the file as .{target}"
        )
    with tempfile.TemporaryDirectory(prefix="zhengwen-office-") as scratch:
        source = Path(scratch, f"document.{suffix}")
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--nologo", "--convert-to", target, "--outdir", str(Path(scratch, "out")), str(source)]
        more_time(2 * TIME_LIMIT)  # and what it gives has still to be read
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(
                f"LibreOffice {TIME_LIMIT} 秒内未能转换 / not converted within {TIME_LIMIT} s"
            ) from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # what it started goes with it
                process.wait()
        result = Path(scratch, "out", f"document.{target}")
        if not result.exists():
            raise UnreadableFile("LibreOffice 无法打开该文件 / LibreOffice cannot open the file")
        return result.read_bytes()
