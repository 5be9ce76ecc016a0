# What one does here every day. `make` alone lists it.
.DEFAULT_GOAL := help
BIN := .venv/bin
export PYTHON

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 22

.venv/ready-run: pyproject.toml tools/setup.sh
	@sh tools/setup.sh run

.venv/ready-dev: pyproject.toml tools/setup.sh
	@sh tools/setup.sh dev

run: .venv/ready-run  ## set up what is needed and open the reader (ARGS="..." for its arguments)
	@$(BIN)/reader $(ARGS)

test: .venv/ready-dev  ## set up what is needed and run every test
	@$(BIN)/pytest

check: .venv/ready-dev  ## format, lint, types, import contracts and tests: what must hold before a commit
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest

format: .venv/ready-dev  ## put the code in its usual form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

readme: .venv/ready-dev  ## write the parts of README.md that are made from the code
	@$(BIN)/python tools/readme.py

screenshots: .venv/ready-dev  ## take the pictures in screenshots/ from the sample archive
	@$(BIN)/python tools/screenshots.py

accuracy: .venv/ready-dev  ## measure what is understood against ../shared/gold, and write docs/accuracy.md
	@$(BIN)/python benchmarks/accuracy.py

bench: .venv/ready-dev  ## measure the speed on up to a million releases beside newsboat and others, and write docs/performance.md
	@$(BIN)/python benchmarks/speed.py $(ARGS)

torture: .venv/ready-dev  ## try to break the reader with ../shared/robust for a few minutes (N=10 for longer), and write docs/reliability.md
	@$(BIN)/python benchmarks/torture $(N)

.PHONY: help run test check format readme screenshots accuracy bench torture
