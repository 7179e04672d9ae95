"""Texts that want to run: each must be seen as text, or not at all, and never do anything."""

from __future__ import annotations

import re
from typing import Final

TAGS: Final = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)" x="',
    "<img/src=x/onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=data:text/html,x></object>",
    "<embed src=//evil.example/x.swf>",
    "<base href=//evil.example/>",
    '<meta http-equiv="refresh" content="0;url=//evil.example/">',
    "<form action=//evil.example/><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed;top:0">x</p>',
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<frameset onload=alert(1)>",
    "<xss onclick=alert(1) tabindex=1>x</xss>",
)
ADDRESSES: Final = (
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=&#106;avascript&colon;alert(1)>x</a>",
    "<a href='&#x01;javascript:alert(1)'>x</a>",
    "<a href=data:text/html;base64,PHNjcmlwdD4=>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<img src=//evil.example/1.png>",
    'src="data:image/png;base64,A"',
    "javascript:alert(1)",
)
TRICKS: Final = (
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "\\u003cscript\\u003ealert(1)",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><!DOCTYPE x>",
    "</style><img src=x onerror=alert(1)>",
    "</title><img src=x onerror=alert(1)>",
    "</textarea><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--/pdmon:files--><!--pdmon:below-->",
    "<plaintext>",
)
MARKDOWN: Final = (
    "[x](javascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "![x](//evil.example/1.png)",
    '![x](x "onerror=alert(1)")',
    "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "`<script>alert(1)</script>`",
)
OTHERS: Final = (
    "{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in (1,2) %}x{% endfor %}",
    "{# gone #}",
    "{%p if 1 %}",
    "$$\\href{javascript:alert(1)}{x}$$",
    "$\\frac{1}{",
    "\\(\\unicode{x3c}\\)",
    "width:expression(alert(1));background:url(javascript:alert(1))",
    "\u202etxt.exe\u202c\u2066x\u2069\u061c",
    "\x1b[31mred\x1b[0m\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07",
    "\ufffe\uffffx\u2028y",
)
FORMULAS: Final = (
    '=HYPERLINK("http://evil.example","x")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\x00=1+1",
    "\n=1+1",
    "\uff1d1+1",
)
PAYLOADS: Final = (*TAGS, *ADDRESSES, *TRICKS, *MARKDOWN, *OTHERS)
END: Final = "zend"
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_PLACE: Final = re.compile(r"zq(\d+)x(\d+)z")


def marked(place: int, at: int) -> str:
    """Return a payload between the two marks by which it is known again, whatever happens to it."""
    return f"zq{place}x{at}z {PAYLOADS[at]} {END}"


def everything(place: int) -> str:
    """Return all payloads one after another."""
    return " ".join(marked(place, at) for at in range(len(PAYLOADS)))


def squeezed(text: str) -> str:
    """Return the text as a reader sees it: without what nobody sees, every blank one space."""
    return " ".join(_UNSEEN.sub("", _ANSI.sub("", text)).split())


def unseen(text: str) -> list[str]:
    """Return the control and direction signs that stand in a text."""
    return [sign for sign in _UNSEEN.findall(text) if sign not in "\r\x85"]


def told(text: str) -> set[tuple[int, int]]:
    """Return which payloads (place, number) a text names."""
    return {(int(place), int(at)) for place, at in _PLACE.findall(text)}


def lost(text: str) -> set[tuple[int, int]]:
    """Return the payloads that a text names and does not say to the end, word for word."""
    said = squeezed(text)
    return {(place, at) for place, at in told(said) if squeezed(marked(place, at)) not in said}
