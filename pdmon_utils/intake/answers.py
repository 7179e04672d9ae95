"""Answers to questions: what an organisation explained turns a question into a note, also after a new file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pdmon_utils.intake.frames import code_of
from pdmon_utils.journal import Answer
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.readers import Received
from pdmon_utils.reading.special import ORGANISATION

Answers = Mapping[int, Sequence[Answer]]


def new_answers(files: Iterable[Received], known: Answers) -> dict[int, list[Answer]]:
    """Return what the sheets «Замечания» of the files answer and the journal has never held, by year."""
    held = {(year, a.code, a.reason, a.text) for year, answers in known.items() for a in answers}
    answers: dict[int, list[Answer]] = {}
    for file in files:
        year, by = file.source.year, file.reading.about.get(ORGANISATION, file.source.file)
        for said in file.reading.answers:
            if (year, said.code, said.reason, said.text) not in held:
                answer = Answer(said.code, rule="", about="", reason=said.reason, text=said.text, by=by)
                answers.setdefault(year, []).append(answer)
    return answers


def answered(findings: Iterable[Finding], *answers: Answers) -> list[Finding]:
    """Return the findings; a question with an answer is a note that quotes it. The last of several answers counts."""
    said = {(year, answer.code): answer for given in answers for year, each in given.items() for answer in each}
    return [_answered(finding, said) if finding.severity == "query" else finding for finding in findings]


def _answered(finding: Finding, said: Mapping[tuple[int, str], Answer]) -> Finding:
    answer = said.get((finding.year or 0, code_of(finding)))
    if answer is None:
        return finding
    words = ". ".join(word for word in (answer.reason, answer.text) if word)
    return replace(finding, severity="note", message=f"{finding.message} Пояснение: {words}")
