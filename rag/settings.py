"""Settings, read once at the door: `ZHENGWEN_…` in the environment or in `.env`."""

from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import InvalidSettings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Names of this machine that no other can reach."""


class Settings(BaseSettings):
    """Everything that can be set; each field is the environment variable `ZHENGWEN_<FIELD>`."""

    model_config = SettingsConfigDict(
        env_prefix="ZHENGWEN_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    index: Path = Path("data/index")
    """Folder of the index."""
    embedding_model: str | None = None
    """None: the one the index was built with, or the built-in one. Else a sentence-transformers name or path."""
    llm: str | None = None
    """None: answers by quotation. Else `provider:model` for LangChain's init_chat_model, such as `openai:qwen3`."""
    llm_base_url: str | None = None
    """Address of an OpenAI-compatible server, such as `http://127.0.0.1:11434/v1`."""
    llm_api_key: SecretStr | None = None
    """Key of that server; local servers take any."""
    llm_timeout: float = 60.0
    """Seconds until a silent model is given up."""
    llm_max_tokens: int = 800
    """Longest answer of a model, in its tokens."""
    generator: Literal["extractive", "llm"] | None = None
    """None: `llm` when a model is set, else `extractive`."""
    host: str = "127.0.0.1"
    port: int = 8000
    library: Literal["edit", "read"] | None = None
    """Whether visitors of the page may add and remove documents. None: only where the page is open to this machine."""
    rights: Path | None = None
    """YAML file of who may know which documents, see `rag.rights`. None: everyone who reaches the server knows all."""
    reports: Path = Path("data/eval")
    """Folder of evaluation reports, the latest of which the page shows."""

    @property
    def may_edit(self) -> bool:
        """Whether visitors of the page may change the library."""
        return self.library == "edit" or (self.library is None and self.host in LOOPBACK)


def load_settings(**given: Any) -> Settings:
    """The settings; what is given and not None goes before the environment and `.env`.

    Raises InvalidSettings, which names each variable that cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = "; ".join(f"ZHENGWEN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise InvalidSettings(f"设置无效 / invalid settings: {wrong}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise InvalidSettings(
            f".env 无法读取，应为 UTF-8 文本 / cannot be read, expected UTF-8 text: {error}"
        ) from error
