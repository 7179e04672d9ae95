"""Who knows names and numbers, but not the key, finds nobody in what is kept."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode, b64encode
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest

from pdmon_utils.prepare import prepare
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.people import Veil, _sign
from pdmon_utils.store import Workspace
from tiny import hand_in, workspace_with

SURNAMES = ("Иванова", "Петров", "Сидоренко", "Мамедова", "Ким", "Тас-оол", "Ёлкина", "Кузнецов", "Ли", "Цыренов")
GIVEN = ("Анна Павловна", "Пётр Ильич", "Ольга", "Айсен Николаевич")
SNILS = ("112-233-445 95", "087-654-303 00", "123-456-789 64")
KEYS = (b"", b"0", b"pdmon", b"secret", b"\0" * 32, b"5" * 64, bytes(range(32)))  # what one would try first
LETTERS = 12


def people() -> Iterator[str]:
    yield from (f"{surname} {given}" for surname, given in product(SURNAMES, GIVEN))


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    """Return a workspace whose register has names and СНИЛС, prepared."""
    workspace = workspace_with(tmp_path, {"fine": "1"})
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа;школа;да")
    head = "org_id;ФИО;СНИЛС;birth_date;staff_group;position;hire_date;is_external;rate"
    numbers = [*SNILS, *[""] * (len(SURNAMES) * len(GIVEN) - len(SNILS))]
    rows = [
        f"001;{name};{number};1980-05-{1 + at % 28:02d};ped;teacher;2010-09-01;нет;1"
        for at, (name, number) in enumerate(zip(people(), numbers, strict=True))
    ]
    hand_in(workspace, "staff", head, *rows)
    prepare(workspace)
    return workspace


def kept(workspace: Workspace) -> bytes:
    """Return all bytes below data/processed and the journal; parquet unpacked to text."""
    import pandas as pd  # noqa: PLC0415

    plain = [
        path.read_bytes()
        for path in (workspace.home / "data").rglob("*")
        if path.is_file() and workspace.raw not in path.parents
    ]
    frames = [pd.read_parquet(path).to_csv().encode() for path in workspace.processed.rglob("*.parquet")]
    return b"\n".join([*plain, *frames])


def spellings(word: str) -> set[str]:
    bare = "".join(letter for letter in word if letter.isalnum())
    return {word, word.upper(), word.lower(), fold(word), bare, bare.lower(), word.replace("ё", "е")}


def guesses(words: Iterable[str], keys: Iterable[bytes]) -> Iterator[str]:
    """Yield what an attacker would compute of each name: hashes bare and keyed, in the usual letters."""
    said = [
        text
        for word in words
        for one in spellings(word)
        for text in (one, f"name\0{one}", f"full_name\0{one}", f"snils\0{one}")
    ]
    for text in said:
        raw = text.encode()
        digests = [hashlib.new(kind, raw).digest() for kind in ("md5", "sha1", "sha256", "sha512", "blake2b")]
        digests += [hmac.digest(key, raw, "sha256") for key in keys]
        for digest in digests:
            yield digest.hex()[:LETTERS]
            yield b32encode(digest)[:LETTERS].decode().lower()
            yield b64encode(digest)[:LETTERS].decode()


def hits(words: Iterable[str], keys: Iterable[bytes], text: bytes) -> set[str]:
    return {guess for guess in guesses(words, keys) if guess.encode() in text}


def test_names_and_numbers_are_not_kept_and_cannot_be_guessed_without_the_key(home: Workspace) -> None:
    text, words = (
        kept(home),
        [*people(), *SURNAMES, *SNILS, *(number.replace("-", "").replace(" ", "") for number in SNILS)],
    )
    tried = sum(1 for _ in guesses(words, KEYS))
    found = hits(words, KEYS, text)

    print(f"перебрано {tried} догадок о {len(words)} именах и номерах, найдено: {len(found)}")  # noqa: T201
    assert tried > 35_000
    assert found == set()
    assert [
        word for word in [*people(), *SURNAMES, *SNILS] if len(word) > 3 and word.encode() in text
    ] == []  # «Ли» stands in words


def test_with_the_key_the_same_attack_finds_people(home: Workspace) -> None:
    """The attack is a real one: whoever holds pdmon.key finds people, so the key is not to be given away."""
    numbers = [number.replace("-", "").replace(" ", "") for number in SNILS]

    assert len(hits(numbers, [home.secret()], kept(home))) >= len(SNILS)
    assert home.table("staff")["person_id"].nunique() == len(SURNAMES) * len(GIVEN)


def test_another_workspace_knows_the_same_people_by_other_keys(
    home: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Workspace(tmp_path_factory.mktemp("other"))

    assert home.secret() != other.secret()
    assert Veil(home.secret()).sign("snils", "11223344595") != Veil(other.secret()).sign("snils", "11223344595")


INVENTED = (
    "ИВАНОВА АННА ПАВЛОВНА",
    "иванова анна павловна",
    "А. П. Иванова",
    "А.П.Иванова",
    "иванова а.п.",
    "ИВАНОВА А. П.",
)
INVENTED += ("+7 903 123-45-67", "ivanova@school.example", "112-233-445 96")


@pytest.mark.parametrize("code", INVENTED)
def test_a_code_that_is_a_person_or_leads_to_one_is_kept_as_a_pseudonym(code: str) -> None:
    assert _sign(code, Veil(b"s" * 32)).startswith(("л-", "с-"))
    assert _sign(code, Veil(b"s" * 32)) != _sign(code, Veil(b"t" * 32))


@pytest.mark.parametrize("code", ["034243", "Т-0012", "учитель 5", "7-б", "A", "ped-17", "без кода", "12345678901"])
def test_a_plain_code_stays(code: str) -> None:
    assert _sign(code, Veil(b"s" * 32)) == code
