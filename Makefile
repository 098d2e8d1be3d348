# Every command a contributor needs. `make check` is exactly what CI runs.

VENV ?= .venv
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN := $(VENV)/.run
DEV := $(VENV)/.dev

# Tests that run whole commands, many times over: tracing them would take longer than the rest together.
WHOLE := tests/benchmarks/test_benchmarks_run.py tests/browser tests/cli tests/durability tests/examples tests/gate \
	tests/injection tests/pipeline tests/security tests/soak tests/test_docs.py tests/test_project.py \
	tests/test_pages.py tests/test_site.py \
	$(addprefix tests/evaluation/,test_dossier_replay.py test_evaluation_mutations.py test_evaluation_offline.py \
	test_evaluation_run.py test_evaluation_trial.py)

# Over two processes; the tests of a module stay together, since they share what is dear to make.
SPREAD := -n 2 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo venv check lint types imports test parts whole eval site slow fuzz soak mutants fix oldest newest constraints clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: $(RUN) ## install what a run needs, and summarise the five seeds from their recordings
	$(BIN)/summarise seeds/

venv: $(DEV) ## make .venv with everything for development, every file checked against its hash

check: lint types imports test eval site ## everything CI checks

lint: $(DEV) ## style and mistakes, and whether the code is formatted
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## types of package and tests
	$(BIN)/mypy

imports: $(DEV) ## which module may import which
	$(BIN)/lint-imports --no-logo

test: parts whole ## tests and examples, offline, and the branch coverage of the core

parts: $(DEV) ## of these the tests that run no whole command, and the coverage
	$(BIN)/python -m pytest $(SPREAD) --cov --cov-report= -m "not slow and not soak" $(addprefix --ignore=,$(WHOLE))
	@$(BIN)/coverage report

whole: $(DEV) ## and those that do
	$(BIN)/python -m pytest $(SPREAD) -m "not slow and not soak" $(WHOLE)

eval: $(DEV) ## score the recordings against gold: the replay gate
	$(BIN)/summarise eval --check
	$(BIN)/summarise eval

site: $(DEV) ## build the documentation strictly, into build/site
	$(BIN)/python docs/build_site.py

slow: $(DEV) ## tests that need minutes or the package index
	$(BIN)/python -m pytest -m slow
	$(MAKE) fuzz

fuzz: ## of these the fuzzing of the service, which needs an environment with the extra `fuzz`
	$(MAKE) venv VENV=build/fuzz
	build/fuzz/bin/python -m pip install --quiet --no-build-isolation -e '.[fuzz]'
	build/fuzz/bin/python -m pytest tests/serve/test_serve_fuzzed.py

soak: $(DEV) ## the long forms of the tests of reliability, an hour or so; notes their figures in build/soak.jsonl
	rm -f build/soak.jsonl
	$(BIN)/python -m pytest -m soak tests
	$(MAKE) mutants
	@echo "python -m benchmarks.promises --record writes these figures into docs/promises.md"

mutants: $(DEV) ## break each guard once and see that its test notices
	$(BIN)/python -m tests.soak.mutants

fix: $(DEV) ## mend what can be mended, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

oldest: ## tests with the oldest supported openai, which stands on httpx
	$(MAKE) venv VENV=build/oldest
	build/oldest/bin/python -m pip install --quiet 'openai==2.54.0'
	build/oldest/bin/python -m pytest -m "not slow and not soak"

newest: ## tests with the newest release of everything, as a user's pip would choose it today
	$(PYTHON) -m venv --clear build/newest
	build/newest/bin/python -m pip install --quiet --upgrade pip
	build/newest/bin/python -m pip install --quiet -e '.[dev]' --group build
	build/newest/bin/python -m pytest -m "not slow and not soak"

constraints: ## resolve again after a change of dependencies; ARGS=--upgrade for newer releases
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet 'uv>=0.9,<1'
	$(LOCK) --extra eval --extra dev --output-file constraints.txt
	$(LOCK) --extra html --extra docs --constraints constraints.txt --output-file requirements.txt

clean: ## take away everything that can be made again
	rm -rf $(VENV) build dist .cache .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

LOCK = build/lock/bin/uv pip compile pyproject.toml --quiet --custom-compile-command 'make constraints' \
	--universal --python-version 3.11 --generate-hashes --group build $(ARGS)

# The package itself is installed without its dependencies, which are there, and built with the locked build tools.
define install
	$(if $(PYTHON),,$(error Python 3.11 or newer is needed: set PYTHON to it))
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r $(1)
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
endef

$(RUN): pyproject.toml requirements.txt
	$(call install,requirements.txt)

$(DEV): pyproject.toml constraints.txt
	$(call install,constraints.txt)
