"""A fuzzer over the readers: small files of every kind, changed at random, each read in a process of its own.

    python tests/fuzz_loaders.py --seconds 60 --seed 1

A find is a file on which a reader takes too long or too much memory, dies, raises anything but UnreadableFile, or gives
a text whose offsets do not hold. It is written to `tests/fuzz_cases/`, which the tests read on every run.
"""

import argparse
import csv
import hashlib
import json
import os
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from email.message import EmailMessage
from io import BytesIO, StringIO
from pathlib import Path

from index.errors import UnreadableFile
from index.loaders import Loaded, canonical, load_bytes

CASES = Path(__file__).parent / "fuzz_cases"
SECONDS = 10  # for one small file
MEMORY = 1 << 30  # bytes more than the parent has
TEXT = "第一章　总则\n第一条　为了加快发展，补助100万元。\n一、总体要求\n（一）目标。年均增长20%以上。\n"


def problems(loaded: Loaded) -> list[str]:
    """What is wrong with what a reader gave, in words."""
    text = loaded.text
    found = [] if text == canonical(text) else ["the text is not canonical"]
    found += [
        f"heading {heading.start}:{heading.end} of level {heading.level}"
        for heading in loaded.headings
        if not (0 <= heading.start < heading.end <= len(text) and heading.level > 0)
        or "\n" in text[heading.start : heading.end]
    ]
    starts = [heading.start for heading in loaded.headings]
    found += ["headings are not in order"] if starts != sorted(set(starts)) else []
    found += ["pages are not in order"] if list(loaded.pages) != sorted(loaded.pages) else []
    found += ["a page starts outside the text"] if any(not 0 <= start <= len(text) for start in loaded.pages) else []
    found += ["neither text nor notices"] if not text.strip() and not loaded.notices else []
    return found


def samples() -> dict[str, bytes]:
    """A small valid file of every kind, by name."""
    from docx import Document
    from openpyxl import Workbook
    from reportlab.pdfgen.canvas import Canvas

    files: dict[str, bytes] = {
        "a.txt": TEXT.encode(),
        "gbk.txt": TEXT.encode("gb18030"),
        "utf16.txt": TEXT.encode("utf-16"),
    }
    rows = [["标题", "发文字号", "正文"], ["关于甲的通知", "吉政发〔2012〕5号", TEXT * 5], ["乙", "丙", TEXT * 5]]
    sheet = StringIO()
    csv.writer(sheet).writerows(rows)
    files["a.csv"] = sheet.getvalue().encode()
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    files["a.json"] = json.dumps({"data": records}, ensure_ascii=False).encode()
    files["a.jsonl"] = "\n".join(json.dumps(record) for record in records).encode()
    files["a.html"] = (
        "<html><head><meta charset='utf-8'><meta name='PubDate' content='2012-11-02'><title>关于甲的通知_网站</title>"
        f"</head><body><nav><a href='/'>首页</a></nav><h1>关于甲的通知</h1><p>{TEXT}</p><ol><li>甲</li></ol>"
        "<table><tr><td rowspan='2'>甲</td><td colspan='2'>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
        "</body></html>"
    ).encode()

    def packed(write) -> bytes:
        file = BytesIO()
        write(file)
        return file.getvalue()

    document = Document()
    document.add_heading("关于甲的通知", 1)
    for line in TEXT.splitlines():
        document.add_paragraph(line, style="List Number")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    files["a.docx"] = packed(document.save)
    book = Workbook()
    for row in rows:
        book.active.append(row)
    files["a.xlsx"] = packed(book.save)

    def draw(file) -> None:
        canvas = Canvas(file, pageCompression=0)
        for page in range(2):
            canvas.drawString(80, 700, f"Article {page} The province supports firms with grants of 100 yuan a year.")
            canvas.grid([80, 200, 300], [500, 550, 600])
            canvas.drawString(90, 560, "cell")
            canvas.showPage()
        canvas.save()

    files["a.pdf"] = packed(draw)
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": "<Document><Pages><Page BaseLoc='Page_0.xml'/></Pages></Document>",
        "Doc_0/Page_0.xml": "<Page><Content><Layer><TextObject Boundary='20 20 90 5' Size='5' CTM='1 0 0 1 0 0'>"
        "<TextCode X='0' Y='5' DeltaX='g 6 5'>关于甲的通知。</TextCode></TextObject><PathObject Boundary='9 9 99 9'>"
        "<AbbreviatedData>M 0 0 L 99 0 L 99 9 L 0 9 L 0 0</AbbreviatedData></PathObject></Layer></Content></Page>",
    }

    def pack_pages(file) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)

    files["a.ofd"] = packed(pack_pages)

    def show(file) -> None:
        spaces = "xmlns:a='a' xmlns:p='p' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
        shape = "<p:sp><p:nvSpPr><p:nvPr><p:ph type='{}'/></p:nvPr></p:nvSpPr><p:txBody>{}</p:txBody></p:sp>"
        said = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in TEXT.splitlines())
        cells = "".join(f"<a:tc><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:tc>" for cell in ("类别", "金额"))
        row = f"<a:tr>{cells}</a:tr>"
        shapes = shape.format("title", said) + shape.format("body", said)
        shapes += f"<p:graphicFrame><a:tbl>{row}{row.replace('类别', '甲')}</a:tbl></p:graphicFrame>"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            slides = "".join(f"<p:sldId id='{256 + n}' r:id='rId{n}'/>" for n in range(2))
            package.writestr(
                "ppt/presentation.xml", f"<p:presentation {spaces}><p:sldIdLst>{slides}</p:sldIdLst></p:presentation>"
            )
            package.writestr(
                "ppt/_rels/presentation.xml.rels",
                "<Relationships>"
                + "".join(f"<Relationship Id='rId{n}' Target='slides/slide{n}.xml'/>" for n in range(2))
                + "</Relationships>",
            )
            for n in range(2):
                package.writestr(
                    f"ppt/slides/slide{n}.xml",
                    f"<p:sld {spaces}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>",
                )

    files["a.pptx"] = packed(show)
    files["a.md"] = (
        f"# 甲\n{TEXT}\n| 类别 | 补助（元） |\n|---|:-:|\n| 新建 | 8000 |\n<table><tr><td>乙</td></tr></table>\n"
    ).encode()
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "关于甲的通知", "a@example.cn", "b@example.cn"
    mail.set_content(TEXT)
    mail.add_attachment(files["a.html"], maintype="text", subtype="html", filename="通知.html")
    files["a.eml"] = mail.as_bytes()

    def pack(file) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("gbk.txt", "a.html", "a.docx"):
                archive.writestr(name, files[name])

    files["a.zip"] = packed(pack)
    return files


def changed(data: bytes, random_: random.Random) -> bytes:
    """The file with some bytes changed, cut out, doubled or moved; of a package sometimes a part of it."""
    if data.startswith(b"PK") and random_.random() < 0.6:
        return _repacked(data, random_)
    result = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 4, 16))):
        if not result:
            break
        at, length = random_.randrange(len(result)), random_.choice((1, 2, 8, 64, 512))
        match random_.randrange(6):
            case 0:
                result[at] = random_.randrange(256)
            case 1:
                del result[at : at + length]
            case 2:
                result[at:at] = result[at : at + length] * random_.choice((1, 2, 50))
            case 3:
                result[at : at + length] = random_.randbytes(length)
            case 4:
                other = random_.randrange(len(result))
                result[at:at] = result[other : other + length]
            case 5:
                number = random_.choice((b"0", b"-1", b"99999999", b"2147483648", b"1e309", b"NaN"))
                digit = next((i for i in range(at, len(result)) if 48 <= result[i] <= 57), at)
                result[digit : digit + 1] = number
    return bytes(result[: random_.randrange(len(result))] if random_.random() < 0.1 and result else result)


def _repacked(data: bytes, random_: random.Random) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = random_.choice(names)
        for name in names:
            part = old.read(name)
            if name == chosen:
                if random_.random() < 0.1:
                    continue
                part = changed(part, random_)
            new.writestr(name, part)
    return file.getvalue()


def find(name: str, data: bytes) -> str | None:
    """What goes wrong when the file is read, None where nothing does."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, (_read_here(name, data) or "").encode("utf-8", "replace")[:2000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode("utf-8", "replace")
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"more than {SECONDS} s" if number == signal.SIGALRM else f"killed by signal {number}"
    return told or None


def _read_here(name: str, data: bytes) -> str | None:
    with open("/proc/self/statm") as file:
        size = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    try:
        found = [problem for loaded in load_bytes(data, name) for problem in problems(loaded)]
        return "; ".join(found)
    except UnreadableFile as error:
        cause = error.__cause__
        return f"memory: {cause!r}" if isinstance(cause, MemoryError) else None
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def main() -> int:
    """Fuzz for a time; the number of finds that are new."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", help="names of samples that hold this, such as .pdf")
    arguments = parser.parse_args()
    random_ = random.Random(arguments.seed)
    files = {name: data for name, data in samples().items() if not arguments.only or arguments.only in name}
    for name, data in files.items():  # loads the libraries once, and shows that the samples are sound
        for loaded in load_bytes(data, name):
            assert loaded.text, name
            assert not problems(loaded), (name, problems(loaded))
    runs, finds = Counter[str](), set[str]()
    deadline = time.monotonic() + arguments.seconds
    while time.monotonic() < deadline:
        name = random_.choice(list(files))
        data = changed(files[name], random_)
        runs[name] += 1
        told = find(name, data)
        if told and (name, told[:60]) not in finds:
            finds.add((name, told[:60]))
            CASES.mkdir(exist_ok=True)
            path = CASES / f"{hashlib.sha256(data).hexdigest()[:8]}-{name}"
            path.write_bytes(data)
            sys.stdout.write(f"{path.name}: {told}\n")
    sys.stdout.write(f"{sum(runs.values())} files ({dict(runs)}), {len(finds)} finds\n")
    return len(finds)


if __name__ == "__main__":
    sys.exit(main())
