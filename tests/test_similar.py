"""Documents alike: linked by their sketches, and shown once in an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import ingest
from index.cleaning import sentences
from index.documents import Chunk, DocumentInfo, Metadata
from index.local import LocalIndex
from index.similar import contained, sketch
from rag.engine import PolicyQA
from rag.records import Question
from rag.selection.distinct import distinct
from rag.settings import Settings

OPINION = "关于加快发展养老服务的意见\n\n" + "".join(
    f"{place}每年新建社区养老服务设施{number}处以上。\n"
    for number, place in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯", 11)
)
NOTICE = (
    "某省人民政府办公厅转发省民政厅《关于加快发展养老服务的意见》的通知\n\n各市人民政府：\n\n现转发给你们，请认真贯彻执行。\n\n"
    f"某省人民政府办公厅\n2020年5月1日\n\n{OPINION}"
)
OTHER = "关于推进职业教育的意见\n\n" + "".join(f"支持{n}所职业学校建设实训基地和产业学院。\n" for n in range(20, 40))


@pytest.fixture
def index(tmp_path):
    for name, text in (("opinion.txt", OPINION), ("notice.txt", NOTICE), ("other.txt", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest.ingest(sorted(tmp_path.glob("*.txt")), tmp_path / "index")
    return LocalIndex.open(tmp_path / "index")


def test_a_forwarding_notice_is_linked_to_the_opinion_it_contains(index):
    by_source = {info.source: info.id for info in index.documents()}
    alike = {
        source: [(r.document_id, r.share) for r in index.relations(identity) if r.kind == "similar"]
        for source, identity in by_source.items()
    }
    assert [identity for identity, _ in alike["notice.txt"]] == [by_source["opinion.txt"]]
    assert [identity for identity, _ in alike["opinion.txt"]] == [by_source["notice.txt"]]
    assert alike["notice.txt"][0][1] >= 0.9
    assert alike["other.txt"] == []


def test_an_answer_quotes_one_of_two_copies(index):
    answer = PolicyQA.open(Settings(index=index.folder)).ask(Question(question="庚每年新建多少处社区养老服务设施？"))
    assert answer.status == "answered"
    assert len(answer.citations) == 1
    assert "17处以上" in answer.citations[0].quote


WORDS = st.sets(st.integers(0, 60), min_size=4, max_size=40)


@given(WORDS, WORDS)
def test_the_share_of_short_documents_is_what_counting_gives(one, other):
    """A sketch holds the whole of a document of up to 24 sentences, and tells of longer ones about the share."""
    texts = ["".join(f"第{n}项任务由有关部门分工负责。\n" for n in sorted(each)) for each in (one, other)]
    share = len(one & other) / min(len(one), len(other))
    estimated = contained(*(sketch(sentences(text)) for text in texts))
    if len(one | other) <= 24:
        assert estimated == pytest.approx(share if len(one & other) >= 3 else 0)
    else:
        assert estimated == 0 or abs(estimated - share) < 0.5


def passages(*texts: tuple[str, str]) -> list[Chunk]:
    return [Chunk(document, n, (), 0, len(text), text, n) for n, (document, text) in enumerate(texts)]


def info(identity: str, title: str, amended: str | None = None) -> DocumentInfo:
    return DocumentInfo(identity, identity, identity, "", 0, 0, Metadata(title=title, amended_on=amended))


def test_the_newest_text_of_a_statute_stands_for_all_and_short_passages_only_for_their_title():
    infos = {
        each.id: each
        for each in (info("a", "甲条例", "2001-01-01"), info("b", "甲条例", "2019-01-01"), info("c", "乙条例"))
    }
    long = "用人单位应当按照国家规定为职工缴纳各项社会保险费用，并且每年向职工公布缴纳情况和调整依据。"
    short = "本条例自公布之日起施行。"
    given_ = passages(("a", long), ("c", short), ("b", long), ("a", short), ("c", long), ("b", "别的。"))
    kept = distinct(given_, infos, 10)
    assert [(chunk.document_id, chunk.text) for chunk in kept] == [
        ("b", long),
        ("c", short),
        ("a", short),
        ("b", "别的。"),
    ]
    assert distinct(given_, infos, 2) == kept[:2]
