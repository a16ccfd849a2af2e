"""`python -m index.training`: makes the built-in embedding model from the training data, a stage or all of it.

    prepare     the data, folded, with English glosses           work/corpora/
    tokenizer   its pieces                                       work/tokenizer.json
    train       the pieces' vectors                              work/vectors.npy
    tune        the vectors moved by questions and passages      work/tuned.npy
    export      tokenizer and vectors as a model                 MODEL
    evaluate    the model on benchmarks and held-out sentences   work/evaluation.json
    all         these six

A stage that is done for the same settings is skipped, training goes on from its last checkpoint, and the same data
and settings give the same model on the same machine.
"""

import argparse
import json
import logging
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from index.embedding import StaticEmbedder
from index.training.corpora import held_out
from index.training.evaluation import dense_scores, language_pairs, load_benchmark, measures, shared_documents
from index.training.exporting import export
from index.training.preparation import prepare, prepared_texts
from index.training.recipe import Recipe
from index.training.tokenizer import train_tokenizer
from index.training.trainer import train
from index.training.tuning import tune

_STAGES = ("prepare", "tokenizer", "train", "tune", "export", "evaluate")


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    overrides = {f.name: getattr(options, f.name) for f in fields(Recipe) if getattr(options, f.name) is not None}
    recipe = Recipe(**overrides | ({"leave_out": tuple(options.leave_out)} if options.leave_out else {}))
    options.work.mkdir(parents=True, exist_ok=True)
    for stage in _STAGES if options.stage == "all" else (options.stage,):
        try:
            _run(stage, recipe, options)
        except FileNotFoundError as error:
            logging.error(
                "%s is missing: run the stages before '%s' and check --data and --work", error.filename, stage
            )
            return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index.training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=[*_STAGES, "all"])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data (*.jsonl.xz)")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made on the way, about 2 GB")
    parser.add_argument("--model", type=Path, help="folder that the model is written to; default WORK/model")
    parser.add_argument("--benchmarks", type=Path, help="folder of folders with queries.jsonl and corpus.jsonl")
    settings = parser.add_argument_group("settings, as index/training/recipe.py explains them")
    for name, value in asdict(Recipe()).items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            settings.add_argument(option, action=argparse.BooleanOptionalAction)
        elif isinstance(value, tuple):
            settings.add_argument(option, nargs="*", metavar="KIND")
        else:
            settings.add_argument(option, type=type(value), help=f"default {value}")
    return parser


def _run(stage: str, recipe: Recipe, options: argparse.Namespace) -> None:
    model: Path = options.model or options.work / "model"
    if stage == "prepare":
        prepare(options.data, options.work, recipe.seed)
    elif stage == "tokenizer":
        train_tokenizer(options.work, recipe)
    elif stage == "train":
        train(options.work, recipe)
    elif stage == "tune":
        tune(options.data, options.work, recipe)
    elif stage == "export":
        export(options.work, model, recipe)
    else:
        _evaluate(model, options)


def _evaluate(model: Path, options: argparse.Namespace) -> None:
    embedder = StaticEmbedder(model, prefix=model.name)
    report: dict[str, Any] = {"model": embedder.name, "benchmarks": {}, "shared_documents": {}}
    for folder in sorted(options.benchmarks.iterdir()) if options.benchmarks else ():
        benchmark = load_benchmark(folder)
        scores = dense_scores(benchmark, embedder.embed_documents, embedder.embed_documents)
        report["benchmarks"][folder.name] = measures(benchmark, scores)
        logging.info("%s, dense alone: %s", folder.name, report["benchmarks"][folder.name])
        shared = shared_documents(benchmark, prepared_texts(options.work))
        report["shared_documents"][folder.name] = shared
        logging.info(
            "%s: %d of %d documents share text with the training data", folder.name, shared, len(benchmark.documents)
        )
    report["languages"] = language_pairs(held_out(options.data), embedder.embed_documents)
    logging.info("held-out sentences, R@1 towards English and Chinese: %s", report["languages"])
    (options.work / "evaluation.json").write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
