"""A trained model as a folder that sentence-transformers and `index.embedding` both read."""

import json
import shutil
from pathlib import Path

import numpy as np

from index.tokenizer import SENTENCEPIECE, sentencepiece_model
from index.training.recipe import Recipe

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
_NORMALIZE = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "dot",
}


def export(work: Path, folder: Path, recipe: Recipe) -> None:
    """Write `work/tuned.npy` as half floats, the tokenizer, the modules and the recipe into `folder`."""
    from safetensors.numpy import save_file

    vectors = np.load(work / "tuned.npy")
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    # A common factor changes no direction; the largest value near 1 uses half floats best.
    scaled = (vectors / np.abs(vectors).max()).astype(np.float16)
    save_file({"embedding.weight": scaled}, folder / "model.safetensors")
    shutil.copyfile(work / "tokenizer.json", folder / "tokenizer.json")
    if model := sentencepiece_model(folder / "tokenizer.json"):
        (folder / SENTENCEPIECE).write_bytes(model)
    _write_json(_MODULES, folder / "modules.json")
    _write_json(_NORMALIZE, folder / "1_Normalize" / "config.json")
    _write_json(_CONFIG, folder / "config_sentence_transformers.json")
    recipe.save(folder / "recipe.json")


def _write_json(value: object, path: Path) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
