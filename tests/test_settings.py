from pathlib import Path

import pytest

from rag.errors import InvalidSettings
from rag.settings import Settings, load_settings


def test_what_is_given_goes_before_the_environment_and_none_is_not_given(monkeypatch):
    monkeypatch.setenv("ZHENGWEN_INDEX", "environment")
    monkeypatch.setenv("ZHENGWEN_PORT", "8080")
    settings = load_settings(index=Path("given"), port=None, host=None)
    assert (settings.index, settings.port, settings.host) == (Path("given"), 8080, "127.0.0.1")


def test_every_variable_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.setenv("ZHENGWEN_PORT", "八千")
    monkeypatch.setenv("ZHENGWEN_LLM_TIMEOUT", "soon")
    with pytest.raises(InvalidSettings, match="ZHENGWEN_LLM_TIMEOUT: .*; ZHENGWEN_PORT: "):
        load_settings()


def test_a_settings_file_that_is_no_text_is_named(monkeypatch, tmp_path):
    (tmp_path / ".env").write_bytes(b"ZHENGWEN_INDEX=\xff\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    with pytest.raises(InvalidSettings, match=r"\.env .*UTF-8"):
        load_settings()
