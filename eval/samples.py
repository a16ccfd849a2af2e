"""Documents of two more kinds, made of the training data, on which nothing is fitted: the Government Work Reports of
15 years, and statutes of Taiwan in traditional characters."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.ranking import records

_REPORTS, _STATUTES = "gov_work_report_zh_en.jsonl.xz", "moj_zhTW_en_article_pairs.jsonl.xz"
_TITLES = [
    "公司法",
    "勞動基準法",
    "勞工保險條例",
    "消費者保護法",
    "個人資料保護法",
    "政府資訊公開法",
    "道路交通管理處罰條例",
    "全民健康保險法",
    "藥事法",
    "政府採購法",
    "所得稅法",
    "公職人員選舉罷免法",
    "商標法",
    "著作權法",
    "建築法",
    "水污染防治法",
    "空氣污染防制法",
    "廢棄物清理法",
    "兒童及少年福利與權益保障法",
    "身心障礙者權益保障法",
    "老人福利法",
    "農業發展條例",
    "國籍法",
    "入出國及移民法",
    "食品安全衛生管理法",
    "毒品危害防制條例",
    "菸害防制法",
    "洗錢防制法",
    "銀行法",
    "保險法",
    "土地法",
    "職業安全衛生法",
    "就業服務法",
    "大眾捷運法",
    "電信法",
    "文化資產保存法",
    "動物保護法",
    "行政程序法",
    "訴願法",
]
_PARAGRAPH = 6  # sentences of a report at most
_BEGINS = re.compile("（?[一二三四五六七八九十]{1,3}[、）]")
_ENDED = "。！；？"


def build(data: Path, folder: Path) -> int:
    """Write the documents to `folder/reports` and `folder/taiwan`; how many there are. Raises InvalidTrainingData."""
    written = {f"reports/{year}年政府工作报告": text for year, text in _reports(data).items()}
    written |= {f"taiwan/{title}": text for title, text in _statutes(data).items()}
    for name, text in written.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(written)


def _reports(data: Path) -> dict[str, str]:
    sentences: dict[str, list[str]] = {}
    for record in records(data / _REPORTS):
        sentences.setdefault(record["year"], []).append(record["zh"].strip())
    return {year: "\n".join(_paragraphs(said)) + "\n" for year, said in sentences.items()}


def _paragraphs(sentences: Iterable[str]) -> Sequence[str]:
    """Sentences in a row together; headings, which end in no full stop, and what begins a section apart."""
    found: list[str] = []
    count = 0
    for sentence in sentences:
        goes_on = found and found[-1][-1:] in _ENDED and sentence[-1:] in _ENDED and not _BEGINS.match(sentence)
        if goes_on and count < _PARAGRAPH:
            found[-1] += sentence
            count += 1
        else:
            found.append(sentence)
            count = 1
    return found


def _statutes(data: Path) -> dict[str, str]:
    articles: dict[str, list[str]] = {title: [] for title in _TITLES}
    for record in records(data / _STATUTES):
        if record["law"] in articles:
            articles[record["law"]].append(f"第 {record['no']} 條　{record['zh']}")
    return {title: "\n".join((title, "", *said)) + "\n" for title, said in articles.items()}
