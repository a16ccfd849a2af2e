"""Hybrid retrieval over the seeds, and its face towards LangChain."""

import numpy as np
import pytest

from index.documents import Filters
from rag.langchain_retriever import PolicyRetriever
from rag.search import retrieval


def test_each_side_alone_and_both_together_find_the_passage(qa):
    for mode in ("keywords", "dense", "hybrid"):
        found = retrieval.search(qa.index, "高技术服务企业用水用电用气同网同价", 5, mode=mode)
        assert any("同网同价" in chunk.text for chunk in qa.index.chunks([i for i, _ in found])), mode


def test_dense_search_is_the_exact_ranking_by_cosine(qa):
    index = qa.index
    query = index.embedder.embed_query("知识产权质押融资")
    ids = [chunk.id for info in index.documents() for chunk in index.document_chunks(info.id)]
    exact = np.asarray(ids)[np.argsort(-(index.vectors(ids) @ query))][:10]
    found = [chunk_id for chunk_id, _ in retrieval.search(index, "知识产权质押融资", 10, mode="dense")]
    assert found == exact.tolist()


def test_scores_fall_and_no_passage_comes_twice(qa):
    found = retrieval.search(qa.index, "人才引进", 20)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len({chunk_id for chunk_id, _ in found}) == len(found) == 20


def test_an_english_question_leans_on_meaning(qa):
    found = retrieval.search(qa.index, "intellectual property pledge financing", 10)
    assert any("知识产权" in chunk.text for chunk in qa.index.chunks([i for i, _ in found]))


@pytest.mark.parametrize("limit", [3_000, 10])
def test_documents_are_read_whole_or_by_their_best_passages(qa, limit, monkeypatch):
    monkeypatch.setattr(retrieval, "_READ_WHOLE", limit)
    infos = qa.index.documents()
    passages = retrieval.passages_by_document(qa.index, infos, "同价", Filters())
    holding = {info.metadata.region for info in infos if any("同价" in chunk.text for chunk in passages(info))}
    assert holding == {"广东", "四川", "吉林"}


def test_langchain_gets_slices_of_the_documents_with_their_metadata(qa):
    retriever = PolicyRetriever(index=qa.index, k=3, filters=Filters(region=("广东",)))
    found = retriever.invoke("同网同价")
    assert len(found) == 3
    assert {document.metadata["document_number"] for document in found} == {"粤府办〔2012〕101号"}
    for document in found:
        text = qa.document(document.metadata["id"]).text
        assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content
