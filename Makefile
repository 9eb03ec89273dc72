# `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SERVER_STAMP := $(VENV)/.server-installed
PEERS_VENV := .venv-peers

.PHONY: help setup run unit test check format bench bench-peers lock bundles system-packages clean
.PHONY: migration verify mutants mutants-exercises luck catalog pictures layers parity fuzz soak student-wheel lowest

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml tools/bootstrap
	@tools/bootstrap $(VENV)
	@touch $@

setup: $(STAMP) ## create .venv and install the locked dependencies

$(SERVER_STAMP): requirements-server.lock requirements-build.lock pyproject.toml tools/bootstrap
	@[ $(STAMP) -nt requirements.lock ] || tools/bootstrap $(VENV) server
	@touch $@

run: $(SERVER_STAMP) ## start the platform with a demo course (PORT, CHAINRULE_STATE_DIR)
	@exec $(BIN)/python -m server

system-packages: ## find the programs that the tests need besides Python (as root on Debian, install them)
	@tools/system-packages

unit: setup ## run the fast tests that need no process, browser, sandbox or server
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m unit \
		tests/reference tests/exercises tests/grader tests/playground tests/house tests/server tests/bench

# Three processes for two cores, because many of these tests wait for leases, restarts or pages.
test: setup system-packages ## run the whole suite
	@failed=0; \
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not serial" || failed=1; \
	$(BIN)/python -m pytest -m serial || failed=1; \
	exit $$failed

check: setup ## check format, lint, types, import contracts and bundles
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	tools/bundles --check

format: setup ## format the code and apply safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup system-packages ## run the benchmarks
	$(BIN)/python -m bench

bench-peers: setup ## compare with otter-grader, nbgrader and pytest, installed into .venv-peers
	@PYTHON=$(BIN)/python tools/bootstrap-peers $(PEERS_VENV)
	$(BIN)/python -m bench.peers

verify: setup ## verify every exercise with ten seeds
	$(BIN)/grader verify

mutants: setup ## break each rule of the engine in small ways; the tests must catch it
	$(BIN)/python -m tests.reference.mutants

mutants-exercises: setup ## change accepted solutions in small ways; the checks must catch it
	$(BIN)/python -m tests.exercises.mutants

luck: setup ## grade every known mistake with 50 seeds; the points must be the same
	$(BIN)/python -m tests.exercises.luck

catalog: setup ## measure every exercise and write docs/catalog.md
	$(BIN)/python -m tests.exercises.figures

pictures: setup system-packages ## retake the pictures in docs/instructors.md and docs/playground.md
	$(BIN)/python -m tests.browser.pictures

layers: setup ## remove the sandbox layers one at a time; attacks must then succeed (as root)
	$(BIN)/python -m tests.sandbox.without_layers

parity: setup ## compare the engine with PyTorch, op by op (install torch into .venv first)
	$(BIN)/python -m tests.reference.parity

fuzz: setup ## run 10,000 random exchanges with the decoder and 1,000 with a hostile child (SEED=1)
	$(BIN)/python -m tests.sandbox.fuzz --seed $(or $(SEED),0)

soak: setup ## run 5,000 submissions (N=), one in five hostile; compare 50 reports; test a 60 s lease
	$(BIN)/python -m tests.sandbox.soak $(or $(N),5000)
	CHAINRULE_DETERMINISM_RUNS=50 $(BIN)/python -m pytest -q tests/sandbox/test_determinism.py
	CHAINRULE_FAULTS_LEASE_S=60 $(BIN)/python -m pytest -q tests/faults/test_faults.py -k never_comes_back

migration: setup ## write the next migration from the models (NAME="what changes")
	@$(BIN)/python tools/migration "$(NAME)"

student-wheel: setup ## build the student package, without the server or solutions (OWN=folder of own exercises)
	@OWN="$(OWN)" tools/student-wheel

lowest: setup ## try the command with the lowest versions of its dependencies
	@tools/lowest-versions

lock: setup ## resolve pyproject.toml again and rewrite the lock files
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --extra server --extra dev \
		--no-emit-index-url --no-header -q -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --extra server -c requirements.lock \
		--no-emit-index-url --no-header -q -o requirements-server.lock pyproject.toml
	echo hatchling | $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes -c requirements.lock \
		--no-emit-index-url --no-header -q -o requirements-build.lock -
	for peer in otter-grader nbgrader pytest; do \
		$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
			-c <(grep '^numpy==' requirements.lock | tr -d '\\') --no-emit-index-url --no-header -q \
			-o bench/peers/requirements/$$peer.lock bench/peers/requirements/$$peer.in || exit 1; \
	done

bundles: ## rebuild the browser bundles from package-lock.json (needs Node)
	tools/bundles

clean: ## remove build files (never the state of a running platform)
	rm -rf $(VENV) $(PEERS_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
