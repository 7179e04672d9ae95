"""The gate: every byte of a bundle is read before anybody else can read it."""

from pdmon_utils.publish.gate.examine import examine
from pdmon_utils.publish.gate.keeper import gate_of
from pdmon_utils.publish.gate.knowing import known_of
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Refusal

__all__ = ["Known", "Refusal", "examine", "gate_of", "known_of"]
