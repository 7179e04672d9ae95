@echo off
chcp 65001 >nul
rem Установка pdmon в Windows: создаёт .venv рядом с этим файлом. Повторный запуск обновляет окружение.
rem Без интернета: положите рядом папку wheels (pdmon wheelhouse). С ключом /q в конце не ждёт нажатия клавиши.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
set PYTHONDONTWRITEBYTECODE=

if not exist requirements.lock (
    echo Рядом нет файла requirements.lock. Распакуйте архив программы целиком и запустите install.cmd из папки.
    goto failed
)
set "PY="
for %%v in (3.11 3.12 3.13) do (
    py -%%v -c "import venv" >nul 2>nul && set "PY=py -%%v"
)
if not defined PY (
    echo Не найден Python 3.11, 3.12 или 3.13. Установите его с компонентом "py launcher" и запустите install.cmd снова.
    goto failed
)
set "FROM="
if exist wheels\ set "FROM=--no-index --find-links wheels"

%PY% -m venv --clear .venv
if errorlevel 1 (
    echo Не создаётся папка .venv. Закройте JupyterLab и другие окна pdmon, проверьте права на запись и место на диске.
    goto failed
)
echo Устанавливаются библиотеки, это займёт несколько минут...
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check %FROM% --require-hashes --no-deps -r requirements.lock
if errorlevel 1 (
    echo Библиотеки не установились. Нет интернета - положите рядом папку wheels, см. docs\workbench.md.
    echo Если путь к папке длинный, перенесите её ближе к корню диска, например в C:\pdmon.
    goto failed
)
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check %FROM% --no-deps --no-build-isolation -e .
if errorlevel 1 goto failed

echo Готово. Дальше:
echo   lab.cmd                открыть JupyterLab (можно двойным щелчком)
echo   pdmon.cmd demo         показать главное на вымышленных районах
echo   pdmon.cmd doctor       проверить компьютер
echo   pdmon.cmd --help       все команды
if not "%~1"=="/q" pause
exit /b 0

:failed
if not "%~1"=="/q" pause
exit /b 2
