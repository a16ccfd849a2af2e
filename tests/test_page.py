"""What the chat page shows, without a browser, over the real engine."""

import re
from html import unescape
from pathlib import Path

import pytest

from index.ingest import ingest, remove
from rag.engine import PolicyQA
from rag.records import MAX_ANSWER_LENGTH, MAX_TURNS, Question
from rag.settings import Settings
from ui.access import Access
from ui.conversations import Conversations
from ui.exchange import Conversation, Exchange
from ui.messages import CHINESE, ENGLISH, Language
from ui.page import ChatPage, Session, history

NOTICE = (
    "浙江省人民政府关于补贴的通知\n\n一、补贴标准\n新建养老床位每张补贴{amount}元。\n二、附则\n本通知由省民政厅解释。\n"
)
CITED = {"view": "citation", "turn": "0", "marker": "1"}


class Desk:
    """One document, an answer about it, and the page that shows where the answer is from."""

    def __init__(self, folder: Path) -> None:
        self._file, self._index = folder / "通知.txt", folder / "index"
        self.rewrite(NOTICE.format(amount="5000"))
        self.qa = PolicyQA.open(Settings(index=self._index))
        answer = self.qa.ask(Question(question="新建养老床位每张补贴多少元？"))
        assert answer.status == "answered"
        self.quote = answer.citations[0].quote
        assert "5000元" in self.quote
        self.conversation: Conversation = (Exchange(answer.question, answer),)

    def rewrite(self, text: str) -> None:
        self._file.write_text(text, encoding="utf-8")
        ingest([self._file], self._index)

    def remove(self) -> None:
        remove([self._file.name], self._index)

    def evidence(self, language: Language = "zh") -> str:
        session = Session(language=language, conversation=self.conversation, view=CITED)
        return self.page().evidence(session)

    def page(self) -> ChatPage:
        return ChatPage(Access(lambda: self.qa, Settings(index=self._index)), Conversations(self._index))

    def marked(self) -> str:
        return unescape("".join(re.findall(r"<mark>(.*?)</mark>", self.evidence())))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_citation_marks_its_words(desk: Desk) -> None:
    assert desk.marked() == desk.quote
    assert CHINESE.changed not in desk.evidence()


def test_a_citation_marks_its_words_where_an_update_has_moved_them(desk: Desk) -> None:
    desk.rewrite("（已修订）\n" + NOTICE.format(amount="5000"))
    assert desk.marked() == desk.quote
    assert CHINESE.changed not in desk.evidence()


def test_words_that_an_update_has_taken_out_are_quoted_as_they_were_answered(desk: Desk) -> None:
    desk.rewrite(NOTICE.format(amount="8000"))
    evidence = desk.evidence()
    assert desk.marked() == ""
    assert CHINESE.changed in evidence
    assert desk.quote in evidence
    assert "8000元" in evidence
    assert ENGLISH.changed in desk.evidence("en")


def test_a_removed_document_leaves_the_quotation_that_was_answered(desk: Desk) -> None:
    desk.remove()
    assert CHINESE.removed in desk.evidence()
    assert desk.quote in desk.evidence()
    assert "浙江" in desk.evidence()
    assert ENGLISH.removed in desk.evidence("en")


def test_a_question_takes_along_no_more_of_a_long_conversation_than_it_may(desk: Desk) -> None:
    [exchange] = desk.conversation
    assert exchange.answer is not None
    endless = exchange.answer.model_copy(update={"answer": "字" * (MAX_ANSWER_LENGTH + 1)})
    turns = [Exchange(f"第{n}问", endless) for n in range(MAX_TURNS + 1)]
    sent = history((*turns, Exchange("没有答成的", error="出错")))
    assert Question(question="那浙江呢？", history=sent).history == sent
    assert [turn.question for turn in sent] == [f"第{n}问" for n in range(1, MAX_TURNS + 1)]


def test_the_header_counts_the_documents_of_the_latest_generation(desk: Desk) -> None:
    page = desk.page()
    assert page.ready(Session())
    assert "1 份文件" in page.header(Session())
    desk.remove()
    assert "0 份文件" in page.header(Session())


def test_half_a_character_in_a_question_is_shown_as_a_question_mark(desk: Desk) -> None:
    *_, exchange = desk.page().answer("床位补贴\ud800多少元？", Session())
    assert isinstance(exchange, Exchange)
    assert exchange.question == "床位补贴?多少元？"
    assert exchange.answer is not None
