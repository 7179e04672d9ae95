"""What is right and wrong with this machine and this workspace: small checks, each with a remedy.

`machine` looks at Python, packages, kernel, fonts, memory; `place` at the folder and what lies in it.
"""

from pdmon_utils.doctor.examine import examine
from pdmon_utils.doctor.finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]
