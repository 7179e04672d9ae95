"""What click itself says to a person, in Russian."""

from __future__ import annotations

import sys

import click

WORDS = {
    "Usage:": "Использование:",
    "Options": "Ключи",
    "Commands": "Команды",
    "Positional arguments": "Аргументы",
    "Show this message and exit.": "Показать эту справку.",
    "Show the version and exit.": "Показать версию.",
    "%(prog)s, version %(version)s": "%(prog)s, версия %(version)s",
    "default: {default}": "по умолчанию {default}",
    "required": "обязательно",
    "Aborted!": "Прервано.",
    "Error: {message}": "Ошибка: {message}",
    "Try '{command} {option}' for help.": "Справка: {command} {option}",
    "Missing command.": "Не указана команда.",
    "Missing argument": "Не указан аргумент",
    "Missing option": "Не указан ключ",
    "No such command {name!r}.": "Нет команды {name!r}.",
    "No such option {name!r}.": "Нет ключа {name!r}.",
    "Did you mean {possibility}?": "Может быть, {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Может быть, одно из: {possibilities}?",
    "Option {name!r} requires an argument.": "После ключа {name!r} нужно значение.",
    "Option {name!r} does not take a value.": "Ключ {name!r} не принимает значения.",
    "Got unexpected extra argument ({args})": "Лишний аргумент: {args}",
    "Got unexpected extra arguments ({args})": "Лишние аргументы: {args}",
    "Invalid value: {message}": "Неверное значение: {message}",
    "Invalid value for {param_hint}: {message}": "Неверное значение {param_hint}: {message}",
    "{value!r} is not a valid {number_type}.": "{value!r} — не целое число.",
    "{value} is not in the range {range}.": "{value} вне границ {range}.",
    "{value!r} is not {choice}.": "{value!r} — не {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} — не одно из: {choices}.",
    "env var: {var}": "переменная среды: {var}",
    "{name} {filename!r} is a file.": "{filename!r} — это файл, а нужна папка.",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
_OPTIONS, _SUBCOMMAND = "[КЛЮЧИ]", "КОМАНДА [АРГУМЕНТЫ]..."


def translated(message: str) -> str:
    """Return click's message in Russian, or as it is where pdmon never shows it."""
    return WORDS.get(message, message)


def _numbered(one: str, many: str, n: int) -> str:
    return translated(one if n == 1 else many)


def teach_click() -> None:
    """Let click speak Russian whatever the system's language is; click asks gettext, which would need the locale."""
    for name in _MODULES:
        module = sys.modules[f"click.{name}"]
        for asked, answer in (("_", translated), ("ngettext", _numbered)):
            if hasattr(module, asked):
                setattr(module, asked, answer)


def name_parts(group: click.Group) -> None:
    """Say «ключи» and «команда» in the usage lines of a group, its commands and the groups among them."""
    group.subcommand_metavar, group.options_metavar = _SUBCOMMAND, _OPTIONS
    for command in group.commands.values():
        command.options_metavar = _OPTIONS
        if isinstance(command, click.Group):
            name_parts(command)
