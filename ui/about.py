"""The settings tab → HTML: which models answer, over which index, and what visitors may do. Nothing is set here."""

from importlib import metadata

from index.errors import ZhengwenError
from rag.settings import Settings
from ui.access import Access
from ui.markup import escape
from ui.messages import Language, messages


def about_html(settings: Settings, access: Access, reader: str, language: Language) -> str:
    """The settings as a list, each with its variable. Keys and passwords are not among them."""
    words = messages(language)
    uses_model = settings.generator == "llm" or (settings.generator is None and settings.llm is not None)
    rows = [
        (words.about["version"], metadata.version("zhengwen"), ""),
        (words.about["generator"], words.generators["llm" if uses_model else "extractive"], "ZHENGWEN_GENERATOR"),
        (words.about["llm"], settings.llm or words.none_set, "ZHENGWEN_LLM"),
        (words.about["library"], words.rights["edit" if access.may_edit(reader) else "read"], "ZHENGWEN_LIBRARY"),
        (words.about["rights"], words.separator.join(access.groups(reader)) or words.none_set, "ZHENGWEN_RIGHTS"),
        (words.about["index"], str(settings.index), "ZHENGWEN_INDEX"),
    ]
    try:
        index = access.engine(reader).index
        manifest = index.manifest
        rows += [
            (words.about["embedder"], manifest.embedder, "ZHENGWEN_EMBEDDING_MODEL"),
            (words.about["generation"], f"{manifest.generation} · {manifest.built_at}", ""),
            (words.about["documents"], f"{index.document_count:,}", ""),
            (words.about["passages"], f"{index.chunk_count:,}", ""),
        ]
    except ZhengwenError as error:
        rows.append((words.about["generation"], str(error), ""))
    listed = "".join(
        f'<tr><th scope="row">{name}</th><td dir="auto">{escape(value)}</td><td><code>{variable}</code></td></tr>'
        for name, value, variable in rows
    )
    return (
        f'<section class="report" tabindex="0"><h2>{words.tabs[3]}</h2><p>{words.about_note}</p>'
        f'<table class="metrics"><tbody>{listed}</tbody></table></section>'
    )
