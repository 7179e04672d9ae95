"""Official papers (DOCX) and workbooks (XLSX) of an executed notebook, made of the trees that shown things carry."""

from pdmon_utils.documents.about import About
from pdmon_utils.documents.figures import columns_csv, figures_csv, figures_xlsx
from pdmon_utils.documents.made import made, strip

__all__ = ["About", "columns_csv", "figures_csv", "figures_xlsx", "made", "strip"]
