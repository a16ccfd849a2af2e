"""The hybrid retriever as LangChain's `BaseRetriever`, for chains that are not ours."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.documents import Filters, public_metadata
from index.local import LocalIndex
from rag.search.retrieval import search


class PolicyRetriever(BaseRetriever):
    """Passages of an open index; `metadata` has the document's metadata, the heading path, the offsets and the score.

    `page_content` is `document.text[start:end]` of the document `metadata["id"]`.
    """

    index: LocalIndex
    k: int = 8
    filters: Filters = Filters()

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        index = self.index.latest()
        scores = dict(search(index, query, self.k, self.filters))
        infos = {info.id: info for info in index.documents()}
        return [
            Document(
                page_content=chunk.text,
                metadata=public_metadata(infos[chunk.document_id])
                | {
                    "heading_path": list(chunk.heading_path),
                    "start": chunk.start,
                    "end": chunk.end,
                    "score": scores[chunk.id],
                },
            )
            for chunk in index.chunks(list(scores))
        ]
