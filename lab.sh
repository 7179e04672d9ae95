#!/bin/sh
# Открывает JupyterLab на начальной странице; в первый раз сначала устанавливает программу.
cd "$(dirname "$0")" || exit 1
[ -x .venv/bin/pdmon ] || make install || exit 1
exec .venv/bin/pdmon lab "$@"
