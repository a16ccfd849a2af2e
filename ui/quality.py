"""The quality tab: the last evaluation report, with its plots."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ui.components import html
from ui.figures import short
from ui.markup import escape
from ui.messages import Language, Messages, messages

LATEST = Path("latest/report.json")  # in the folder of the reports, as `python -m eval run` writes it
_MOST_WRONG = 100  # wrong answers that are listed
_LONGEST_FAULT = 200  # characters of why an answer is wrong

Report = Mapping[str, Any]


def latest_report(folder: Path) -> Report | None:
    """The last report; None where there is none, or one that cannot be read."""
    try:
        report: Report = json.loads((folder / LATEST).read_text(encoding="utf-8"))
        return report if {"metrics", "counts", "accuracy_by_type", "outcomes"} <= report.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class QualityTab:
    """The components of the tab."""

    figures: Any
    types: Any
    times: Any

    def draw(self, report: Report | None, language: Language) -> dict[Any, Any]:
        """The components as they show a report."""
        import gradio as gr
        import pandas as pd

        words = messages(language)
        if report is None:
            return {
                self.figures: no_report_html(words),
                self.types: gr.update(visible=False),
                self.times: gr.update(visible=False),
            }
        kinds = [
            {words.type: name, words.share: figures["accuracy"]} for name, figures in report["accuracy_by_type"].items()
        ]
        times = [{words.milliseconds: float(outcome["milliseconds"])} for outcome in report["outcomes"]]
        return {
            self.figures: report_html(report, words),
            self.types: gr.BarPlot(
                pd.DataFrame(kinds),
                x=words.type,
                y=words.share,
                y_lim=[0, 1],
                x_label_angle=-40,
                title=words.by_type,
                visible=True,
            ),
            self.times: gr.BarPlot(
                pd.DataFrame(times).assign(**{words.answers: 1}),
                x=words.milliseconds,
                y=words.answers,
                x_bin=10,
                y_aggregate="sum",
                title=words.by_time,
                visible=True,
            ),
        }

    def drawn(self) -> tuple[Any, ...]:
        """The components that a report redraws."""
        return (self.figures, self.types, self.times)


def lay_out_quality() -> QualityTab:
    """The components, inside the tab that is being laid out."""
    import gradio as gr

    with gr.Column(elem_id="quality"):
        figures = html("figures")
        with gr.Row():
            types = gr.BarPlot(visible=False, height=300, elem_id="types")
            times = gr.BarPlot(visible=False, height=300, elem_id="times")
    return QualityTab(figures, types, times)


def no_report_html(words: Messages) -> str:
    """How to make the first report."""
    return (
        f'<section class="report"><h2>{words.tabs[2]}</h2><p>{words.no_report}</p>'
        "<pre><code>python -m eval run eval/gold/seeds.jsonl</code></pre></section>"
    )


def report_html(report: Report, words: Messages) -> str:
    """The figures of a report with their counts, and the questions answered wrongly."""
    rows = []
    for name, value in report["metrics"].items():
        count = report["counts"].get(name)
        counted = f"{count['hits']} / {count['total']}" if count else ""
        rows.append(
            f'<tr><th scope="row">{escape(words.metrics.get(name, name))}</th><td>{_figure(name, value)}</td>'
            f"<td>{escape(counted)}</td></tr>"
        )
    wrong = [outcome for outcome in report["outcomes"] if not outcome["right"]]
    listed = "".join(
        f'<li><strong>{escape(str(outcome["id"]))}</strong> <span dir="auto">{escape(outcome["question"])}</span>'
        f"<small>{escape(short('; '.join(outcome['faults']), _LONGEST_FAULT))}</small></li>"
        for outcome in wrong[:_MOST_WRONG]
    )
    about = words.report_of.format(
        gold=escape(Path(str(report.get("gold", ""))).name),
        count=len(report["outcomes"]),
        time=escape(str(report.get("created_at", ""))[:16].replace("T", " ")),
    )
    folded = (
        f'<details class="wrong"><summary>{words.wrong_answers} ({len(wrong)})</summary><ol>{listed}</ol></details>'
        if wrong
        else ""
    )
    return (
        f'<section class="report"><h2>{words.tabs[2]}</h2><p>{about}</p><table class="metrics"><thead><tr>'
        f'<th scope="col">{words.metric}</th><th scope="col">{words.value}</th><th scope="col">{words.count}</th></tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table>{folded}</section>"
    )


def _figure(name: str, value: float | None) -> str:
    """Milliseconds with one digit, shares as percentages, nothing as a dash."""
    if value is None:
        return "—"
    return f"{value:.1f} ms" if name.endswith("_ms") else f"{100 * value:.1f}%"
