"""Embedding models: the built-in one against the library whose format it has, and others made on the spot."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import embedding
from index.embedding import LangChainEmbedder, load_embedder
from index.errors import ModelUnavailable
from index.lexicon import fold_text

BUILTIN = Path(embedding.__file__).parent / "models" / "builtin"
TEXTS = [
    "哪些省份提出同网同价政策？",
    "哪些省份提出同網同價政策？",
    "How fast should Jilin's high-tech services grow?",
    "４０００Ｇ  寬帶，〔2012〕124号 …",
    "Prix du blé à Paris",
    "日本語の文書と 한국어 문서",
    "政策" * 3000,
]


@pytest.fixture(scope="module")
def builtin():
    return load_embedder()


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with random weights, saved by sentence-transformers with prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(7)
    characters = sorted(set("".join(TEXTS).lower()) | set("query:passage "))
    vocabulary = {piece: number for number, piece in enumerate(["[PAD]", "[UNK]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    fast.save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=64)
    prompts = {"query": "query: ", "document": "passage: "}
    model = SentenceTransformer(modules=[transformer, Pooling(32)], prompts=prompts, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def test_rows_have_length_one_and_a_text_without_words_is_a_zero_row(builtin):
    rows = builtin.embed_documents([*TEXTS, "", "。。 …"])
    assert rows.shape == (len(TEXTS) + 2, builtin.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1.0] * len(TEXTS) + [0.0, 0.0], abs=1e-5)
    assert builtin.embed_documents([]).shape == (0, builtin.dimension)


def test_a_question_has_the_vector_that_the_same_text_has_as_a_document(builtin):
    for text in TEXTS:
        np.testing.assert_array_equal(builtin.embed_query(text), builtin.embed_documents([text])[0])


def test_the_library_reads_the_same_folder_and_gives_the_same_vectors(builtin, seeds):
    from sentence_transformers import SentenceTransformer

    texts = [*TEXTS, *(path.read_text(encoding="utf-8", errors="replace") for path in sorted(seeds.glob("*.txt")))]
    library = SentenceTransformer(str(BUILTIN), device="cpu").encode(texts)
    np.testing.assert_allclose(library.astype(np.float32), builtin.embed_documents(texts), atol=2e-3)


def test_the_tokenizer_folds_texts_as_the_keyword_index_does(builtin, seeds):
    texts = [*TEXTS, *(path.read_text(encoding="utf-8", errors="replace") for path in sorted(seeds.glob("*.txt")))]
    np.testing.assert_array_equal(
        builtin.embed_documents(texts), builtin.embed_documents([fold_text(text) for text in texts])
    )
    assert builtin.embed_query("哪些省份提出同網同價政策？") @ builtin.embed_query(
        "哪些省份提出同网同价政策?"
    ) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("水电气收费标准", "降低用水、用电、用气价格", "组织高校毕业生到基层就业"),
        ("support for small and medium-sized enterprises", "加大对中小企业的扶持力度", "完善农村公路养护机制"),
        ("人才引進政策", "引进高层次人才并给予补贴", "加强食品安全监管"),
        ("Where may the fine be appealed?", "对罚款决定不服的，可以申请行政复议", "学校应当组织学生参加体育锻炼"),
    ],
)
def test_what_means_the_same_is_closer_than_what_does_not(builtin, question, answer, other):
    similar, dissimilar = builtin.embed_documents([answer, other]) @ builtin.embed_query(question)
    assert similar > dissimilar + 0.1


def test_the_builtin_model_loads_without_torch():
    code = (
        "import sys; from index.embedding import load_embedder; load_embedder().embed_query('政策');"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'sentence_transformers', 'langchain')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_name_tells_other_weights_apart(builtin, tmp_path):
    from safetensors.numpy import load_file, save_file

    copy = tmp_path / "model"
    shutil.copytree(BUILTIN, copy)
    same = load_embedder(str(copy))
    assert same.name.split("/")[1] == builtin.name.split("/")[1]
    weights = load_file(copy / "model.safetensors")
    weights["embedding.weight"][5] *= 2
    save_file(weights, copy / "model.safetensors")
    assert load_embedder(str(copy)).name != same.name


def test_a_damaged_model_is_an_error_that_names_it(tmp_path):
    copy = tmp_path / "model"
    shutil.copytree(BUILTIN, copy)
    (copy / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelUnavailable, match=str(copy)):
        load_embedder(str(copy))


def test_a_sentence_transformers_model_gets_its_own_prompts(tiny_transformer):
    from sentence_transformers import SentenceTransformer

    embedder = load_embedder(str(tiny_transformer))
    assert embedder.name == str(tiny_transformer)
    assert embedder.dimension == 32
    library = SentenceTransformer(str(tiny_transformer), device="cpu")
    texts = ["同网同价", "完善价格政策", ""]
    for rows, prompt in (
        (embedder.embed_documents(texts), "passage: "),
        (np.stack([embedder.embed_query(text) for text in texts]), "query: "),
    ):
        expected = library.encode([prompt + text for text in texts])
        expected /= np.linalg.norm(expected, axis=1, keepdims=True)
        np.testing.assert_allclose(rows, expected, atol=1e-5)
    assert embedder.embed_documents([]).shape == (0, 32)


def test_a_langchain_model_is_normalised(tmp_path):
    from langchain_core.embeddings import DeterministicFakeEmbedding

    inner = DeterministicFakeEmbedding(size=24)
    embedder = LangChainEmbedder(inner, "fake:24")
    assert (embedder.name, embedder.dimension) == ("fake:24", 24)
    rows = embedder.embed_documents(["政策", "法规"])
    expected = np.array(inner.embed_documents(["政策", "法规"]))
    np.testing.assert_allclose(rows, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
    np.testing.assert_allclose(embedder.embed_query("政策"), rows[0], atol=1e-6)
    assert embedder.embed_documents([]).shape == (0, 24)


@pytest.mark.parametrize("model", ["models/不存在", "nosuchprovider:model", "openai:text-embedding-3-small"])
def test_a_model_that_cannot_be_had_is_an_error_with_the_next_step(model, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    chinese_and_english = f"(?s){model}.*ZHENGWEN_EMBEDDING_MODEL.*{model}.*ZHENGWEN_EMBEDDING_MODEL"
    with pytest.raises(ModelUnavailable, match=chinese_and_english):
        load_embedder(model)


def test_the_model_folder_says_how_it_was_made():
    from index.training.recipe import Recipe

    recipe = Recipe.load(BUILTIN / "recipe.json")
    assert recipe.dimension == load_embedder().dimension
    tokenizer = json.loads((BUILTIN / "tokenizer.json").read_text(encoding="utf-8"))
    assert len(tokenizer["model"]["vocab"]) <= recipe.vocabulary
    assert (BUILTIN / "README.md").read_text(encoding="utf-8").startswith("---\n")


def test_a_hub_is_within_reach_when_anything_answers_there(monkeypatch):
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # answers 501 to every GET
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.handle_request, daemon=True).start()
    assert embedding._hub_answers()
    server.server_close()
    assert not embedding._hub_answers()
