@echo off
chcp 65001 >nul
rem Открывает JupyterLab на начальной странице; в первый раз сначала устанавливает программу.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
if not exist .venv\Scripts\pdmon.exe call install.cmd /q
if not exist .venv\Scripts\pdmon.exe goto failed
echo Чтобы закончить работу, закройте вкладку браузера и это окно.
.venv\Scripts\python -m pdmon_utils lab %*
if errorlevel 1 goto failed
exit /b 0

:failed
echo JupyterLab не открылся: причина сказана выше. Проверить компьютер: pdmon.cmd doctor
pause
exit /b 1
