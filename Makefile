# Две команды: `make demo` показывает главное на вымышленных районах, `make test` проверяет всё.
# Окружение .venv ставится один раз и обновляется, когда меняется requirements.lock или pyproject.toml.

PYTHON ?= python3
UV ?= uv
BIN := .venv/bin

unexport PYTHONDONTWRITEBYTECODE  # без .pyc каждое ядро тетради тратит лишние секунды на импорт
unexport PYTHONPATH PYTHONHOME

.PHONY: demo test coverage lint lab lock clean

demo: .venv/.ok
	$(BIN)/pdmon demo

test: lint
	$(BIN)/python -m pytest

coverage: .venv/.ok
	$(BIN)/python -m pytest --cov --cov-report=term

lint: .venv/.ok
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: .venv/.ok
	$(BIN)/pdmon lab

.venv/.ok: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo 'Нужен Python 3.11, 3.12 или 3.13. Укажите его: make $(MAKECMDGOALS) PYTHON=python3.12'; exit 2; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --extra e2e \
		--custom-compile-command 'make lock' $(UPGRADE) pyproject.toml -o requirements.lock

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage

.PHONY: docs hooks
NOISE := metadata.papermill metadata.widgets cell.metadata.papermill cell.metadata.execution cell.metadata.editable

docs: .venv/.ok
	$(BIN)/mkdocs build --strict --quiet

# один раз в копии репозитория: выводы и служебные пометки тетрадей не попадут в коммит (.gitattributes)
hooks: .venv/.ok
	git config filter.nbstripout.clean "'$(CURDIR)/$(BIN)/python' -m nbstripout --keep-id --extra-keys '$(NOISE)'"
	git config filter.nbstripout.smudge cat
	git config filter.nbstripout.required true
