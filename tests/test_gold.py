import json
from pathlib import Path

import pytest

from eval.gold import InvalidGold, load_gold

SEEDS = Path(__file__).parent.parent / "eval/gold/seeds.jsonl"
LINE = {"id": "q1", "type": "fact", "question": "谁负责？", "answerable": True, "facts": [["物价局"]]}


def written(tmp_path, *lines):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_the_gold_set_of_the_seeds_has_eighty_questions_whose_evidence_is_verbatim():
    questions = load_gold(SEEDS)
    assert len(questions) == 80
    folder = SEEDS.parent.parent.parent / "seeds"
    for question in questions:
        for evidence in question.evidence:
            assert evidence.quote in (folder / evidence.doc).read_text(encoding="utf-8")


def test_blank_lines_other_keys_and_line_separators_inside_strings_are_no_trouble(tmp_path):
    path = written(tmp_path, "", LINE | {"source": "x", "note": "甲\u2028乙"}, "  ")
    (question,) = load_gold(path)
    assert question.note == "甲\u2028乙"
    assert question.asked().question == "谁负责？"


def test_regions_give_each_region_its_verdict(tmp_path):
    regions = {"yes": ["广东"], "related": ["四川"], "no": ["湖南"]}
    (question,) = load_gold(written(tmp_path, LINE | {"regions": regions}))
    assert question.regions.verdicts == {"广东": "stated", "四川": "related", "湖南": "absent"}


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("{", r"gold\.jsonl:2: .*not JSON"),
        ("[]", r"gold\.jsonl:2: .*wrong fields"),
        ({"id": "q2"}, r"gold\.jsonl:2: .*type: Field required.*answerable: Field required"),
        (LINE | {"id": "q2", "facts": ["物价局"]}, r"gold\.jsonl:2: .*facts\.0"),
        (LINE | {"id": "q2", "facts": [[]]}, r"gold\.jsonl:2: .*a group of facts has no spelling"),
        (LINE | {"id": "q2", "forbidden": [" "]}, r"gold\.jsonl:2: .*an empty string"),
        (LINE | {"id": "q2", "regions": {"yes": ["广东"], "no": ["广东"]}}, r"gold\.jsonl:2: .*two verdicts: 广东"),
        (LINE, r"gold\.jsonl:2: .*id appears twice: q1"),
    ],
)
def test_a_bad_line_is_named(tmp_path, second, message):
    with pytest.raises(InvalidGold, match=message):
        load_gold(written(tmp_path, LINE, second))


def test_a_file_that_is_missing_empty_or_not_text_is_named(tmp_path):
    with pytest.raises(InvalidGold, match=r"none\.jsonl: .*No such file"):
        load_gold(tmp_path / "none.jsonl")
    with pytest.raises(InvalidGold, match="holds no questions"):
        load_gold(written(tmp_path, ""))
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(InvalidGold, match="not UTF-8"):
        load_gold(tmp_path / "binary.jsonl")
