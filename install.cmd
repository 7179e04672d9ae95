@echo off
rem Установка pdmon в Windows: создаёт .venv рядом с этим файлом. Повторный запуск обновляет окружение.
chcp 65001 >nul
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
set PYTHONDONTWRITEBYTECODE=

set "PY="
for %%v in (3.11 3.12 3.13) do (
    py -%%v -c "import venv" >nul 2>nul && set "PY=py -%%v"
)
if not defined PY (
    echo Не найден Python 3.11, 3.12 или 3.13. Установите его с компонентом "py launcher" и запустите install.cmd снова.
    exit /b 2
)

%PY% -m venv --clear .venv || exit /b 1
echo Устанавливаются библиотеки, это займёт несколько минут...
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
if errorlevel 1 (
    echo Библиотеки не установились. Если путь к папке длинный, перенесите её ближе к корню диска, например в C:\pdmon.
    exit /b 1
)
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || exit /b 1

echo Готово. Дальше:
echo   .venv\Scripts\pdmon demo              показать главное на вымышленных районах
echo   .venv\Scripts\python -m pytest        проверить установку
echo   .venv\Scripts\pdmon --help            все команды
