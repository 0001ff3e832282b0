# make demo: build the notebooks, grade the bundled submissions, show the result.   make test: prove that all is well.
PYTHON ?= python3
TORCH ?= torch==2.13.0
BIN := .venv/bin
SHEETS := $(notdir $(wildcard tests/samples/hw* tests/samples/exam*))

.PHONY: demo test bench flake regrades fuzz container-test browser samples release clean

demo: .venv/ready
	$(BIN)/autograder build --check
	for sheet in $(SHEETS); do $(BIN)/autograder grade $$sheet tests/samples/$$sheet/*.ipynb || exit 1; done

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/autograder build --check
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test,bench,libraries]"
	$(BIN)/python -m tests.benchmarks.grading
	$(BIN)/python -m tests.benchmarks.containment
	$(BIN)/python -m tests.benchmarks.peers
	$(BIN)/python -m tests.benchmarks.scaling
	$(BIN)/python -m tests.benchmarks.libraries

flake: .venv/ready
	$(BIN)/python -m tests.benchmarks.flake

regrades: .venv/ready
	$(BIN)/python -m tests.benchmarks.regrades

fuzz: .venv/ready
	$(BIN)/python -m tests.fuzz

container-test: .venv/ready
	$(BIN)/python -m tests.container

browser: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test,browser]"
	$(BIN)/pytest tests/browser

samples: .venv/ready
	$(BIN)/autograder build
	$(BIN)/python -m tests.samples.paste

release: .venv/ready
	$(BIN)/python -m autograder.release

clean:
	rm -rf .venv build *.egg-info

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check $(TORCH)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@
