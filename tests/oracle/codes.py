"""The groups of the listed cuts, in the words of the requirements."""

LEVELS = ["org", "mun", "reg", "fed", "int"]
DIRECTIONS = ["method", "psy", "subject", "ict", "mgmt"]
DEFICITS = [*DIRECTIONS, "comm", "other"]
SUPPORT = ["subj", "dou", "upbringing", "health", "safety", "quality", "it", "library", "attestation", "other"]
EVENT_GROUPS = ["cons", "rmo", "seminar", "contest", "other"]
PED_POSITIONS = [
    "teacher", "educator", "psychologist", "speech", "defect", "social", "extra", "tutor", "methodist",
]  # fmt: skip
POSITIONS = [*PED_POSITIONS, "head", "deputy", "other"]
STAGES = ["pre", "prim", "basic", "upper", "extra"]
EDUCATIONS = ["hi_ped", "hi", "spo_ped", "spo", "other"]
CATEGORIES = ["top", "first", "sfz", "none"]
BODIES = [
    "smo", "rmo", "mo", "rumo", "mumo", "net", "prob", "creat", "team", "pair", "young", "tutor", "aktiv",
]  # fmt: skip
EXPERIENCE_BANDS = {
    "lt3": (0, 3), "3_5": (3, 5), "5_10": (5, 10), "10_15": (10, 15), "15_20": (15, 20), "20p": (20, 1000),
}  # fmt: skip
YOUNG_BANDS = {"y0": (0, 1), "y1_3": (1, 4), "y4_5": (4, 6)}
