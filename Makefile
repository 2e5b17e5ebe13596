# The targets set themselves up: a virtual environment from the locks.
PYTHON ?= python3
VENV := .venv
CHROMIUM ?= chromium
MINUTES ?= 10
PROPERTIES := $(addprefix tests/rules/test_,$(addsuffix .py,finding life alerts archive reception waiting sinks programme))
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: help run test checked tested browser bench soak accuracy wheel audit sbom docs format lock clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/'

run: $(VENV)/.run ## the bot: on Telegram with a token in .env, else on the playground
	@$(BIN)/python -m bot run

test: $(VENV)/.dev ## lint, formatting, types, the import contract and every test, on both databases
	@$(MAKE) --no-print-directory --jobs 2 checked tested

checked: $(VENV)/.dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

tested: $(VENV)/.dev
	@$(BIN)/pytest -n 3 --dist worksteal

browser: $(VENV)/.dev node_modules/.package-lock.json ## the page in a real browser, with axe-core; screenshots in artefacts/
	@command -v $(CHROMIUM) >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-color-emoji >/dev/null; } \
		|| { echo "make browser needs Chromium: install Debian's package chromium, or set CHROMIUM"; exit 1; }
	@mkdir -p artefacts
	@CHROMIUM="$$(command -v $(CHROMIUM))" $(BIN)/pytest -o addopts="-q --strict-markers" tests/browser

node_modules/.package-lock.json: package-lock.json
	@npm ci --silent --no-audit --no-fund

bench: $(VENV)/.dev ## the whole bot beside bare echo bots, in turns; alerts, pages, search, a Week (about forty minutes)
	@$(BIN)/python -m benchmarks.bots
	@$(BIN)/python -m benchmarks.understanding
	@$(BIN)/python -m benchmarks.hostile
	@$(BIN)/python -m benchmarks.backlog
	@$(BIN)/python -m benchmarks.alerts
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.search
	@$(BIN)/python -m benchmarks.simulation

soak: $(VENV)/.dev ## lives with kills and every mishap (MINUTES=10), a thousand people for ten seats, properties at length (about 20 minutes)
	@$(BIN)/python -m benchmarks.soak --minutes $(MINUTES)
	@CROWD=1000 $(BIN)/pytest --durations=2 tests/faults/test_seats.py
	@THOROUGH=10 $(BIN)/pytest -n 2 --dist worksteal $(PROPERTIES)

accuracy: $(VENV)/.dev ## how much of two thousand labelled sentences is understood, slot by slot
	@$(BIN)/python -m benchmarks.accuracy

format: $(VENV)/.dev ## sort imports and format the code
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

lock: pyproject.toml ## pin every dependency with its hashes (needs uv)
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate --universal \
		--python-version 3.11 --extra playground pyproject.toml -o locks/run.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate --universal \
		--python-version 3.11 --extra playground --extra dev pyproject.toml -o locks/dev.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate --universal \
		--python-version 3.11 --group release -o locks/release.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate --universal \
		--python-version 3.11 --group docs -o locks/docs.txt

wheel: $(VENV)/.release ## build the wheel, install it where nothing else is, and ask it something
	@rm -rf dist build
	@$(BIN)/python -m build --wheel --outdir dist >/dev/null
	@rm -rf build/tried && $(PYTHON) -m venv build/tried
	@build/tried/bin/pip --disable-pip-version-check --quiet install "$$(ls dist/*.whl)[playground]"
	@cd build && tried/bin/innovation-week-bot understand "ateliers à Nantes jeudi"

audit: $(VENV)/.release ## known weaknesses of what is installed with the bot (asks the package index)
	@$(BIN)/pip-audit --requirement locks/run.txt --disable-pip

sbom: $(VENV)/.release $(VENV)/.run ## a software bill of materials of what the bot runs on (CycloneDX) in dist/
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements locks/run.txt --pyproject pyproject.toml --output-file dist/sbom.json

docs: $(VENV)/.docs ## the documentation as a site in build/site
	@$(BIN)/mkdocs build --quiet --strict --site-dir build/site

clean: ## forget the environment, the caches and the playground's data
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis data/playground*

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: locks/run.txt | $(VENV)/bin/python
	@echo "Installing what the bot needs ..."
	@$(PIP) install --require-hashes -r locks/run.txt
	@touch $@

$(VENV)/.release: locks/release.txt | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r locks/release.txt
	@touch $@

$(VENV)/.docs: locks/docs.txt | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r locks/docs.txt
	@touch $@

$(VENV)/.dev: locks/dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@ $(VENV)/.run
