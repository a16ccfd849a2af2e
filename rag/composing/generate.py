"""Answers worded by a language model, streamed, through any chat model that LangChain knows."""

from collections.abc import Iterator, Sequence
from typing import Any

from rag.composing.prompts import Passage, messages
from rag.errors import GeneratorFailed, InvalidSettings
from rag.settings import Settings


class ChatGenerator:
    """A chat model by name, such as `openai:qwen3` at `llm_base_url`.

    What it streams is not checked yet: `rag.composing.grounding` decides which of its sentences may be shown.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises InvalidSettings when no such model can be set up; the server is not called."""
        self.name = settings.llm or ""
        self._timeout = settings.llm_timeout
        self._secret = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
        self._where = settings.llm_base_url or self.name
        self._model = self._chat_model(settings)

    def _chat_model(self, settings: Settings) -> Any:
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {
            "timeout": settings.llm_timeout,
            "max_tokens": settings.llm_max_tokens,
            # A second attempt would double the wait; quotation answers at once.
            "max_retries": 0,
        }
        if settings.llm_base_url:
            options["base_url"] = settings.llm_base_url
            # LangChain sends max_completion_tokens, which many compatible servers do not know.
            options["extra_body"] = {"max_tokens": settings.llm_max_tokens}
        if settings.llm_base_url or self._secret:
            # The client insists on a key; a server on this machine takes any.
            options["api_key"] = self._secret or "none"
        try:
            if not self.name:
                raise ValueError("no model named")  # LangChain would wait for a name until it is asked
            return init_chat_model(self.name, **options)
        except Exception as error:  # every provider has its own way to say that its settings are wrong
            raise InvalidSettings(
                f"ZHENGWEN_LLM={self.name}: 不能使用 / cannot be used: {self._discreet(error)} "
                "— 应为 / expected provider:model, ZHENGWEN_LLM_BASE_URL, ZHENGWEN_LLM_API_KEY"
            ) from error

    def stream(self, question: str, passages: Sequence[Passage], language: str, context: str = "") -> Iterator[str]:
        """Pieces of the model's answer as they arrive; `context` is the turn before, for a follow-up.

        Raises GeneratorFailed, also after some pieces.
        """
        said = False
        try:
            for chunk in self._model.stream(messages(question, passages, language, context)):
                if piece := str(chunk.text):
                    said = said or not piece.isspace()
                    yield piece
        except Exception as error:  # every provider raises its HTTP client's own classes
            raise GeneratorFailed(f"语言模型 / language model {self._where}: {self._reason(error)}") from error
        if not said:
            raise GeneratorFailed(f"语言模型 / language model {self._where}: 没有作答 / answered nothing")

    def _reason(self, error: BaseException) -> str:
        """Why the call failed. The providers' classes have no common base; their names and `status_code` agree."""
        chain = list(_causes(error))
        status = next((code for e in chain if isinstance(code := getattr(e, "status_code", None), int)), None)
        if status in (401, 403):
            return f"密钥无效，请检查 ZHENGWEN_LLM_API_KEY / the key was refused (HTTP {status})"
        if status is not None:
            return f"服务器报错 / the server failed (HTTP {status}): {self._discreet(error)}"
        if any("Timeout" in type(e).__name__ for e in chain):
            return f"{self._timeout:g} 秒内没有回应 / no answer within {self._timeout:g} s"
        if any("Connect" in type(e).__name__ for e in chain):
            return "无法连接，请确认服务已启动 / cannot be reached; is the server running?"
        if isinstance(error, ValueError):
            return "回应不是聊天模型的回答，地址应以 /v1 结尾 / no chat model's reply; the address should end in /v1"
        return f"{type(error).__name__}: {self._discreet(error)}"

    def _discreet(self, error: BaseException) -> str:
        """The error's first line, short, without the key."""
        text = (str(error) or type(error).__name__).strip().splitlines()[0]
        return (text.replace(self._secret, "***") if self._secret else text)[:200]


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
