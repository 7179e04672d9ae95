"""Official papers (DOCX) and workbooks (XLSX) of an executed notebook, made of the trees that shown things carry."""

from pdmon_utils.documents.about import About
from pdmon_utils.documents.made import made, strip

__all__ = ["About", "made", "strip"]
