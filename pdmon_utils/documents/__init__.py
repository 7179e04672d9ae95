"""Official papers (DOCX) and workbooks (XLSX) of an executed notebook, made of the trees that shown things carry."""

from pdmon_utils.documents.about import About
from pdmon_utils.documents.blank import blank
from pdmon_utils.documents.figures import columns_csv, figures_csv, figures_xlsx
from pdmon_utils.documents.made import made, strip
from pdmon_utils.documents.template import TEMPLATE, own_template

__all__ = [
    "TEMPLATE",
    "About",
    "blank",
    "columns_csv",
    "figures_csv",
    "figures_xlsx",
    "made",
    "own_template",
    "strip",
]
