@echo off
chcp 65001 >nul
rem Команды pdmon из любой папки: pdmon.cmd check moy-rayon
setlocal
set PYTHONUTF8=1
if not exist "%~dp0.venv\Scripts\python.exe" (
    echo Программа ещё не установлена. Запустите install.cmd.
    exit /b 2
)
"%~dp0.venv\Scripts\python" -m pdmon_utils %*
