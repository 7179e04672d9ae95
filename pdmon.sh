#!/bin/sh
# Команды pdmon из любой папки: ./pdmon.sh check moy-rayon
home=$(dirname "$0")
if [ ! -x "$home/.venv/bin/pdmon" ]; then
    echo "Программа ещё не установлена. Выполните: make install" >&2
    exit 2
fi
exec "$home/.venv/bin/pdmon" "$@"
