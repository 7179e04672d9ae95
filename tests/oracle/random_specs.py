"""What each random table is made of: a cell for every column, and presets that bring rows near the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .random_values import (
    BODY_KINDS,
    LEVELS,
    POSITIONS,
    began,
    born,
    code,
    edge,
    flag,
    hired,
    maybe,
    one,
    org,
    person,
    reporting,
    subject,
    text,
    yes,
)

if TYPE_CHECKING:
    from .random_values import Cell

DEFICITS = ("method", "psy", "subject", "ict", "mgmt", "comm", "other")
PROVIDERS = ("copmkp", "mentor", "yauchitel", "mms", "survey", "togirro", "modern", "cnppm", "other")
CRITERIA = ("deficits", "iom", "training", "young")

COLUMNS: dict[str, dict[str, Cell]] = {
    "organisations": {
        "mun_code": maybe(0.5, one("01234567")), "org_name": text, "org_short": maybe(0.5, text),
        "org_type": one("school", "school", "school", "school", "kindergarten", "extra", "methodical", "other"),
        "is_municipal": yes, "cluster": maybe(0.75, one("mksh", "umksh", "gymnasium", "regular")),
        "rural": maybe(0.5, flag), "mentoring_model": maybe(0.8, flag), "modern_conditions": maybe(0.8, flag),
        "site_url": maybe(0.3, text),
    },
    "staff": {
        "staff_group": one(*["ped"] * 9, "head", "head", "deputy", "other"),
        "position": one(*POSITIONS), "subject": subject,
        "level": maybe(0.8, one("pre", "prim", "basic", "upper", "extra")), "sex": maybe(0.5, one("f", "m")),
        "birth_date": maybe(0.8, born), "education": maybe(0.8, one("hi_ped", "hi", "spo_ped", "spo", "other")),
        "category": maybe(0.8, one("top", "first", "sfz", "none")), "ped_start_date": maybe(0.55, began),
        "ped_experience": maybe(0.5, one(0, 0, 1, 2, 3, 4, 5, 6, 9, 10, 15, 20, 30)), "hire_date": hired,
        "dismiss_date": maybe(0.22, edge), "dismiss_reason": maybe(0.2, one("own", "other")),
        "graduate_entry": maybe(0.7, flag), "is_external": one(*[False] * 9, *[True]),
        "rate": one(0, 0.1, 0.25, 0.3, 0.5, 0.51, 0.7, 0.7, 0.8, 1, 1, 1.1, 1.2, 1.5),
        "load_hours": maybe(0.7, one(0, 4.5, 9, 0.1, 0.2, 18.25, 27, 36)), "self_topic": maybe(0.5, text),
        "self_topic_ict": maybe(0.5, flag),
    },
    "diagnostics": {
        "person_id": maybe(0.97, person), "org_id": maybe(0.25, org), "date": edge,
        "kind": one("deficit", "deficit", "deficit", "burnout", "burnout", "request", "nok", "head_test", "head_att"),
        "direction": maybe(0.85, one(*DEFICITS)), "subject": maybe(0.2, subject),
        "provider": maybe(0.85, one(*PROVIDERS)), "completed": yes, "score": maybe(0.3, one(1, 2.5)),
        "result_level": maybe(0.7, one("high", "mid", "low")), "deficit_found": maybe(0.8, flag),
        "deficit_type": maybe(0.8, one(*DEFICITS, "burnout")), "due_date": maybe(0.6, edge),
    },
    "programmes": {
        "title": text, "provider": one("togirro", "academy", "cnppm", "urgpu", "iro", "other"),
        "kind": one("pk", "pk", "pp", "pp", "module", "intern"), "hours": maybe(0.5, one(16, 72, 250)),
        "form": maybe(0.8, one("full", "dist", "dist", "mixed")),
        "topic": maybe(0.8, one("ict", "talent", "subject", "mgmt", "other")), "ped_profile": maybe(0.8, flag),
        "e_learning": maybe(0.8, flag), "developed_in_region": maybe(0.8, flag),
        "based_on_diagnostics": maybe(0.8, flag),
    },
    "courses": {
        "person_id": person, "programme_id": code("P", 10), "end_date": edge, "completed": yes,
        "form": maybe(0.5, one("full", "dist", "mixed")), "by_diagnostics": maybe(0.7, flag),
        "route_id": maybe(0.4, code("R", 80)), "document_no": maybe(0.2, text),
    },
    "routes": {
        "route_id": code("R", 80), "person_id": person, "start_date": edge, "end_date": maybe(0.6, edge),
        "based_on_diagnostics": flag, "status": one("draft", "active", "active", "done", "stopped"),
        "items_total": maybe(0.8, one(0, 3, 5, 10)), "items_done": maybe(0.8, one(0, 1, 2, 3)),
    },
    "mentoring": {
        "mentee_id": person, "mentor_id": person, "level": one("org", "org", "mun", "mun", "reg"),
        "mentor_role": maybe(0.7, one("mentor", "reg_methodist")), "start_date": edge, "end_date": maybe(0.6, edge),
        "programme_approved_date": maybe(0.6, edge),
    },
    "events": {
        "event_id": code("E", 70), "title": text,
        "series": maybe(0.5, one(
            "best_prize", "ped_year", "teacher_year", "best_russia", "my_lesson", "debut", "territory46", "i_mentor",
            "other",
        )),
        "project": maybe(0.4, one("up", "up", "other")),
        "kind": one(
            "cons", "seminar", "master", "lab", "meeting", "conf", "contest", "fest", "rally", "forum", "round",
            "other",
        ),
        "level": one(*LEVELS), "date": edge, "purpose": one("skill", "postcourse", "young", "deficit", "info", "other"),
        "is_network": maybe(0.8, flag), "body": maybe(0.7, code("Группа ", 4)),
        "body_kind": maybe(0.6, one("rmo", "smo", "tutor", *BODY_KINDS)), "org_id": maybe(0.8, org),
        "planned_participants": maybe(0.7, one(0, 10, 25)),
    },
    "participation": {
        "event_id": code("E", 75), "person_id": person,
        "role": one("part", "part", "speaker", "applicant", "jury", "org"),
        "result": maybe(0.3, one("win", "prize", "part")), "route_id": maybe(0.5, code("R", 80)),
        "product_ict": maybe(0.5, flag), "feedback": maybe(0.6, one(1, 2, 3, 4, 5)),
    },
    "support": {
        "person_id": person, "start_date": edge, "level": one("org", "org", "mun", "mun", "reg", "fed", "int"),
        "direction": one(
            "subj", "dou", "upbringing", "health", "safety", "quality", "it", "library", "attestation", "other",
        ),
        "supporter": one("methodist", "univ", "tutor", "psych", "reg_methodist", "other"),
        "form": maybe(0.5, one("cons", "lesson", "rmo", "other")), "aim": maybe(0.8, one("method", "psych")),
    },
    "memberships": {
        "person_id": person, "body": code("Группа ", 4), "body_kind": one(*BODY_KINDS),
        "role": one("member", "member", "lead", "expert", "tutor", "methodist", "lecturer"),
        "level": maybe(0.5, one(*LEVELS)), "is_network": maybe(0.6, one(*[True], *[False] * 3)),
        "start_date": edge, "end_date": maybe(0.6, edge), "trained_date": maybe(0.2, edge),
        "basis_document": maybe(0.2, text),
    },
    "vacancies": {
        "org_id": org, "date": reporting, "position": one(*POSITIONS), "subject": subject,
        "rate_vacant": one(0, 0, 0.1, 0.2, 0.25, 0.5, 0.7, 1, 1.5, 2),
    },
    "practices": {
        "practice_id": code("К", 40), "title": text, "person_id": maybe(0.7, person), "org_id": maybe(0.8, org),
        "date": edge, "kind": one("practice", "paper", "review", "material"), "level": maybe(0.8, one(*LEVELS)),
        "criterion": maybe(0.5, one(*CRITERIA)), "in_bank": flag, "url": maybe(0.2, text),
    },
    "documents": {
        "doc_id": code("Д", 70), "scope": one("mun", "mun", "org", "org", "reg"), "org_id": maybe(0.6, org),
        "kind": one(
            "iom_rules", "young_programme", "mentoring_programme", "mentoring_programme", "reserve_criteria",
            "head_evaluation", "network_contract", "body_order", "body_order", "body_order", "order", "other",
        ),
        "body_kind": maybe(0.7, one("rumo", "mumo", "mo", "aktiv", "rmo")), "title": text, "number": maybe(0.3, text),
        "date": edge, "valid_to": maybe(0.7, edge), "url": maybe(0.2, text),
    },
    "reserve": {
        "person_id": person, "kind": one("mgmt", "lead"), "applied_date": maybe(0.7, edge),
        "enrolled_date": maybe(0.85, edge), "left_date": maybe(0.4, edge), "has_plan": maybe(0.85, flag),
        "plan_done_pct": maybe(0.85, one(0, 50, 99.9, 100, 100)),
    },
    "student_outcomes": {
        "org_id": org, "measure": one("g4", "g59", "g1011", "cert9", "cert11", "ovz"),
        "total": one(0, 1, 10, 40), "achieved": one(0, 1, 10, 40, 40),
    },
}  # fmt: skip

PRESETS: dict[str, list[dict[str, Any]]] = {
    "staff": [{"staff_group": "head"}, {"staff_group": "ped"}, {}, {}, {}],
    "vacancies": [{"position": position} for position in ("psychologist", "tutor", "deputy", "social", "extra")],
    "events": [
        {"kind": "contest", "series": "ped_year"}, {"kind": "contest", "series": "best_prize"},
        {"kind": "contest", "series": "teacher_year"}, {"kind": "contest"}, {"kind": "contest", "series": "my_lesson"},
        {"kind": "contest", "series": "best_russia"},
        {"purpose": "young", "is_network": True}, {"kind": "cons", "purpose": "skill"}, {"kind": "fest"},
        {"kind": "meeting", "body_kind": "tutor"}, {"kind": "seminar", "purpose": "skill"}, {"kind": "conf"},
        {"series": "territory46"}, {"series": "i_mentor"}, {"kind": "contest", "purpose": "skill"},
        {"purpose": "skill", "body_kind": "rmo"}, {"kind": "contest", "purpose": "skill", "body_kind": "rmo"},
        {"kind": "meeting", "body_kind": "rmo"}, {"kind": "meeting", "body_kind": "smo"}, {"body_kind": "tutor"},
        {"body_kind": "mo", "is_network": True}, {"body_kind": "young"}, {"purpose": "skill"},
        {"kind": "seminar", "level": "mun"}, {"purpose": "postcourse"}, {"project": "up"}, {"series": "debut"},
    ],
    "diagnostics": [
        {"kind": "head_test", "completed": True, "result_level": "high"},
        {"kind": "head_test", "completed": True, "result_level": "low"},
        {"kind": "deficit", "completed": True}, {"kind": "request", "person_id": None},
        {"kind": "request"}, {"kind": "head_att", "completed": True},
        {"kind": "burnout", "completed": True}, {"kind": "deficit", "deficit_found": True},
    ],
    "memberships": [
        {"body_kind": "gia", "role": "expert"}, {"body_kind": "rmo", "role": "lead"}, {"body_kind": "aktiv"},
        {"body_kind": "cnppm"}, {"body_kind": "team"}, {"body_kind": "pair"}, {"body_kind": "prob"},
        {"is_network": True},
    ],
}  # fmt: skip

ROWS = {
    "diagnostics": 260, "courses": 170, "routes": 70, "mentoring": 110, "events": 110, "participation": 600,
    "support": 180, "memberships": 220, "vacancies": 120, "practices": 50, "documents": 90, "reserve": 60,
    "student_outcomes": 60,
}  # fmt: skip
