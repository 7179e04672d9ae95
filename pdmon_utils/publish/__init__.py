"""From executed notebooks to pages and a site that load nothing from outside."""

from pdmon_utils.publish.exporter import export_html
from pdmon_utils.publish.pages import Page
from pdmon_utils.publish.site import build_site

__all__ = ["Page", "build_site", "export_html"]
