PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# INDEX=… and PORT=… on the command line go before what .env or the environment say.
ON := $(if $(INDEX),--index $(INDEX))
AT := $(if $(PORT),--port $(PORT))

# One thread a process: two busy processes with two OpenMP threads each run many times slower than with one.
export OMP_NUM_THREADS ?= 1
export TOKENIZERS_PARALLELISM := false
# Compiled modules are kept: the tests start some hundred commands, each of which would compile them again.
unexport PYTHONDONTWRITEBYTECODE
export HF_HUB_DISABLE_TELEMETRY := 1
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: run test lint eval clean

run: $(VENV)/.run
	$(BIN)/zhengwen ingest seeds $(ON)
	$(BIN)/zhengwen serve $(ON) $(AT)

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(VENV)/.dev
	$(BIN)/zhengwen ingest seeds $(ON)
	$(BIN)/python -m eval run eval/gold/seeds.jsonl $(ON) \
		--fail-under accuracy=0.85 --fail-under verdict_accuracy=0.85 --fail-under citation_validity=1

# Torch comes first and pinned: left to itself pip takes a build with gigabytes of CUDA.
$(VENV)/.run: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
