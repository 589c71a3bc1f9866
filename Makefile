# One command each for the portal, its tests and its checks; everything else is in
# launcher/, which needs only Python 3.11 or newer with venv.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy

.PHONY: help setup demo demo-reset dev services services-stop check style types rules format test bench soak lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo           jalankan portal dengan data contoh (Ctrl-C menghentikan)"
	@echo "make demo-reset     hapus data contoh"
	@echo "make dev            seperti demo, dengan runserver dan DEBUG"
	@echo "make services       hanya PostgreSQL dan Valkey; make services-stop"
	@echo "make test           semua tes, termasuk di Chromium"
	@echo "make check          gaya, tipe, templat, aturan impor, migrasi, check --deploy"
	@echo "make format         rapikan kode dan templat"
	@echo "make bench          ukur kecepatan (make soak: lama)"
	@echo "make setup, make lock, make clean"

setup:
	@$(PYTHON) -m launcher setup

demo: setup
	@$(PY) -m launcher demo

demo-reset: setup
	@$(PY) -m launcher reset

dev: setup
	@$(PY) -m launcher demo --dev

services: setup
	@$(PY) -m launcher services start

services-stop: setup
	@$(PY) -m launcher services stop

check: style types rules

style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +

types: setup
	$(BIN)/mypy

rules: setup
	$(BIN)/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

# The gates on rules/ and on branches read the data that the first line has gathered.
test: setup
	@PDPB_CHROMIUM=$$($(PY) -m launcher chromium) && export PDPB_CHROMIUM && \
	$(BIN)/pytest -n 3 --dist loadscope --cov --cov-report=term && \
	$(BIN)/coverage report --include='*/rules/*,*/rules.py' --fail-under=100 && \
	$(BIN)/coverage json -q -o - | $(PY) tests/branch_share.py 90

bench: setup .bench/stamp
	@$(PY) -m bench

# Peers of the duplicates' figure: the bench alone needs them.
.bench/stamp: requirements/bench.txt | setup
	@.boot/bin/uv venv -q --clear --python $(PY) .bench
	@.boot/bin/uv pip install -q --python .bench/bin/python --require-hashes -r $<
	@touch $@

# What `make test` leaves out: tests that need pandas (.bench) or LibreOffice, and every
# page in English too, and at every size, which together are too long for each run.
soak: setup .bench/stamp
	@PDPB_CHROMIUM=$$($(PY) -m launcher chromium) PDPB_WALK_IN=id,en PDPB_WALK_SIZES=all \
	  $(BIN)/pytest -q -n 0 tests/browser/test_every_page.py
	@$(PY) -m bench soak
	@$(PY) -m bench --only office
	@$(BIN)/pytest -q -n 0 -m soak

lock: setup
	@for part in boot node base dev embedded; do \
	  .boot/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	    --custom-compile-command "make lock" \
	    -o requirements/$$part.txt requirements/$$part.in || exit 1; \
	done

clean:
	rm -rf .boot .venv node_modules static/vendor .mypy_cache .ruff_cache \
	  .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -not -path './var/*' -exec rm -rf {} +
