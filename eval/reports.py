"""The report of a run, for people (Markdown) and for programs (JSON)."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.metrics import Outcome, Share, accuracy_by_type, latencies, shares

LABELS = {
    "accuracy": "准确率 · accuracy",
    "citation_validity": "引文有效 · citation validity",
    "citation_recall": "引文召回 · citation recall",
    "citation_precision": "引文精确 · citation precision",
    "verdict_accuracy": "地区判定 · verdict accuracy",
    "refusal_precision": "拒答精确 · refusal precision",
    "refusal_recall": "拒答召回 · refusal recall",
    "latency_median_ms": "耗时中位数 · latency median (ms)",
    "latency_p95_ms": "耗时 95 分位 · latency p95 (ms)",
}
"""Name of every figure of a run."""


@dataclass(frozen=True)
class Report:
    """A finished run: what was asked of which index, and every outcome."""

    gold: str
    index: str
    created_at: datetime
    outcomes: tuple[Outcome, ...]

    @property
    def shares(self) -> dict[str, Share]:
        return shares(self.outcomes)

    @property
    def figures(self) -> dict[str, float | None]:
        """Every figure by its name in LABELS; None where there was nothing to measure."""
        return {name: share.value for name, share in self.shares.items()} | latencies(self.outcomes)

    @property
    def unplaced(self) -> list[tuple[str, str, str]]:
        """Gold evidence that no document of the index holds: question, file name, quotation."""
        return [(o.gold.id, e.doc, e.quote) for o in self.outcomes for e in o.evidence if not e.places]

    def json(self) -> dict[str, Any]:
        by_type = accuracy_by_type(self.outcomes)
        return {
            "gold": self.gold,
            "index": self.index,
            "created_at": self.created_at.isoformat(timespec="seconds"),
            "questions": len(self.outcomes),
            "generators": generators(self.outcomes),
            "metrics": self.figures,
            "counts": {name: {"hits": share.hits, "total": share.total} for name, share in self.shares.items()},
            "accuracy_by_type": {
                name: {"accuracy": share.value, "hits": share.hits, "total": share.total}
                for name, share in by_type.items()
            },
            "citation_faults": sum(len(outcome.citation_faults) for outcome in self.outcomes),
            "evidence_not_in_index": [dict(zip(("id", "doc", "quote"), row, strict=True)) for row in self.unplaced],
            "outcomes": [_outcome_json(outcome) for outcome in self.outcomes],
        }

    def markdown(self) -> str:
        return "\n".join(_markdown(self)) + "\n"


def generators(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many answers each generator worded: {'extractive': 80}."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.answer is not None:
            generator = outcome.answer.generator
            name = f"{generator.kind} {generator.model}" if generator.model else generator.kind
            counts[name] = counts.get(name, 0) + 1
    return counts


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    gold, answer = outcome.gold, outcome.answer
    return {
        "id": gold.id,
        "type": gold.type,
        "question": gold.question,
        "right": outcome.right,
        "faults": list(outcome.faults),
        "citation_faults": list(outcome.citation_faults),
        "error": outcome.error,
        "milliseconds": round(outcome.milliseconds, 1),
        "evidence": [{"doc": e.doc, "quote": e.quote, "cited": e.cited} for e in outcome.evidence],
        "citations_touching_evidence": list(outcome.touching),
        "verdicts": {
            region: {"expected": right, "given": given} for region, (right, given) in (outcome.verdicts or {}).items()
        },
        "answer": answer.model_dump(mode="json") if answer else None,
    }


def _markdown(report: Report) -> Iterator[str]:
    right = report.shares["accuracy"]
    yield f"# 评测报告 · Evaluation: {Path(report.gold).name}"
    yield ""
    yield f"- 答对 · right: {right.hits} / {right.total}"
    yield f"- 索引 · index: `{report.index}`"
    yield f"- 时间 · time: {report.created_at:%Y-%m-%d %H:%M} UTC"
    yield "- 生成 · generator: " + ", ".join(f"{name} × {n}" for name, n in generators(report.outcomes).items())
    yield ""
    yield "| 指标 · measure | 值 · value | 计数 · count |"
    yield "|---|---|---|"
    for name, figure in report.figures.items():
        share = report.shares.get(name)
        count = f"{share.hits} / {share.total}" if share else ""
        yield f"| {LABELS[name]} | {formatted(name, figure)} | {count} |"
    yield ""
    yield "| 题型 · type | 准确率 · accuracy | 计数 · count |"
    yield "|---|---|---|"
    for name, share in accuracy_by_type(report.outcomes).items():
        yield f"| {name} | {formatted('accuracy', share.value)} | {share.hits} / {share.total} |"
    yield from _markdown_of_citation_faults(report)
    wrong = [outcome for outcome in report.outcomes if not outcome.right]
    yield ""
    yield f"## 答错的题 · Wrong answers ({len(wrong)})"
    for outcome in wrong:
        yield from _markdown_of_wrong(outcome)


def _markdown_of_citation_faults(report: Report) -> Iterator[str]:
    faulty = [(outcome.gold.id, fault) for outcome in report.outcomes for fault in outcome.citation_faults]
    if faulty:
        yield f"\n## 不成立的引文 · Citations that do not hold ({len(faulty)})\n"
        yield from (f"- {id_}: {fault}" for id_, fault in faulty)
    if report.unplaced:
        yield f"\n## 索引中找不到的依据 · Gold evidence that the index does not hold ({len(report.unplaced)})\n"
        yield from (f"- {id_}: {doc}: {quote}" for id_, doc, quote in report.unplaced)


def _markdown_of_wrong(outcome: Outcome) -> Iterator[str]:
    gold, answer = outcome.gold, outcome.answer
    yield ""
    yield f"### {gold.id} · {gold.type}: {gold.question}"
    yield ""
    for turn in gold.history:
        yield f"- 前文 · earlier: {turn.question} → {turn.answer}"
    yield f"- 错在 · why wrong: {'; '.join(outcome.faults)}"
    yield f"- 应答 · expected: {_expected(outcome)}"
    if answer is None:
        return
    yield f"- 判型 · kind: {answer.kind}, {answer.status}, {outcome.milliseconds:.0f} ms"
    if outcome.verdicts:
        yield "- 判定 · verdicts: " + "; ".join(
            f"{region} {given or '—'}" + ("" if given == right else f" (≠ {right})")
            for region, (right, given) in outcome.verdicts.items()
        )
    missed = [evidence.quote for evidence in outcome.evidence if not evidence.cited]
    if missed:
        yield f"- 未引 · evidence not cited: {' / '.join(missed)}"
    yield "- 所答 · said:"
    yield ""
    yield from (f"  > {line}" for line in answer.answer.splitlines() or ["(空 · empty)"])


def _expected(outcome: Outcome) -> str:
    gold = outcome.gold
    if not gold.answerable:
        return "insufficient_evidence"
    facts = "; ".join(" | ".join(group) for group in gold.facts)
    regions = f" · stated: {'、'.join(gold.regions.yes) or '—'}" if gold.regions else ""
    return facts + regions


def formatted(name: str, figure: float | None) -> str:
    """A figure as people read it: shares with three digits, milliseconds with one, nothing as a dash."""
    if figure is None:
        return "—"
    return f"{figure:.1f}" if name.endswith("_ms") else f"{figure:.3f}"


def write(report: Report, folder: Path, name: str | None = None) -> Path:
    """Write report.md and report.json to `folder/<name or time>` and to `folder/latest`; returns the former."""
    target = folder / (name or f"{report.created_at:%Y%m%d-%H%M%S}")
    target.mkdir(parents=True, exist_ok=True)
    (target / "report.md").write_text(report.markdown(), encoding="utf-8")
    (target / "report.json").write_text(
        json.dumps(report.json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    latest = folder / "latest"
    if target != latest:
        latest.mkdir(exist_ok=True)
        for file in ("report.md", "report.json"):
            shutil.copyfile(target / file, latest / file)
    return target
