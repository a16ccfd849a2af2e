"""What is looked up of a document and how it is told."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

RULE = """甲市居住证办法

第一条 居住证有效期1年，每年签注一次。
第二条 本办法自2024年1月1日起施行，有效期5年。
"""
OTHER = RULE.replace("，有效期5年", "")


@pytest.mark.parametrize(("text", "told"), [(RULE, "自2024年1月1日起施行，有效期5年（2028-12-31）"), (OTHER, "未载明")])
def test_until_when_it_holds_is_not_how_long_what_it_grants_does(text, told, tmp_path):
    (tmp_path / "办法.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "办法.txt"], tmp_path / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index"))
    assert told in qa.ask(Question(question="居住证办法有效期到哪天？")).answer
