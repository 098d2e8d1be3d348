"""Texts that are JSON, that are not, and that the standard leaves open, made from small parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from summariser.llm.answers import Problem

CONTEXTS = {
    "alone": "{}",
    "in-list": "[0, {}]",
    "as-value": '{{"a": {}, "b": 0}}',
    "spaced": " [\t{}\r\n] ",
}
"""Where a value can stand."""

_SCALARS: dict[str, tuple[str, Any]] = {
    "true": ("true", True),
    "false": ("false", False),
    "null": ("null", None),
    "zero": ("0", 0),
    "minus-zero": ("-0", 0),
    "minus-one": ("-1", -1),
    "integer": ("1234567890", 1234567890),
    "fraction": ("0.5", 0.5),
    "fraction-of-zeros": ("1.000", 1.0),
    "minus-fraction": ("-0.125", -0.125),
    "exponent": ("1e2", 100.0),
    "capital-exponent": ("1E2", 100.0),
    "signed-exponent": ("1e+2", 100.0),
    "negative-exponent": ("12.5e-1", 1.25),
    "exponent-of-zero": ("0e1", 0.0),
    "exponent-with-zeros": ("1e002", 100.0),
    "empty-text": ('""', ""),
    "text": ('"peace"', "peace"),
    "empty-list": ("[]", []),
    "empty-object": ("{}", {}),
}
_STRINGS: dict[str, tuple[str, str]] = {
    "quote": (r"\"", '"'),
    "backslash": (r"\\", "\\"),
    "slash": (r"\/", "/"),
    "bare-slash": ("/", "/"),
    "backspace": (r"\b", "\b"),
    "form-feed": (r"\f", "\f"),
    "line-feed": (r"\n", "\n"),
    "return": (r"\r", "\r"),
    "tab": (r"\t", "\t"),
    "escaped-nul": (r"\u0000", "\0"),
    "small-hex": (r"\u00e9", "é"),
    "capital-hex": (r"\u00E9", "é"),
    "last-of-the-plane": (r"\uffff", "\uffff"),
    "pair": (r"\ud834\udd1e", "\U0001d11e"),
    "pair-in-capitals": (r"\uD834\uDD1E", "\U0001d11e"),
    "pair-as-itself": ("\U0001d11e", "\U0001d11e"),
    "delete": ("\x7f", "\x7f"),
    "line-separator": ("\u2028\u2029", "\u2028\u2029"),
    "private-use": ("\ue000", "\ue000"),
    "brackets": ("[{]}", "[{]}"),
    "comment": ("/* x */ // y", "/* x */ // y"),
    "escape-of-an-escape": (r"\\u0041", r"\u0041"),
    "backslash-before-the-end": (r"\\\\", "\\\\"),
    "byte-order-mark": ("\ufeff", "\ufeff"),
    "no-break-space": ("\u00a0", "\u00a0"),
}
_SHAPES: dict[str, tuple[str, Any]] = {
    "list-of-lists": ("[[], [[]]]", [[], [[]]]),
    "object-in-object": ('{"a": {"a": {}}}', {"a": {"a": {}}}),
    "empty-key": ('{"": 0}', {"": 0}),
    "escaped-key": (r'{"\u0061": 0}', {"a": 0}),
    "nul-key": (r'{"\u0000": 0}', {"\0": 0}),
    "keys-that-differ-in-case": ('{"a": 0, "A": 1}', {"a": 0, "A": 1}),
    "mixed-list": ('[null, 1, "1", {}, [1.5], false]', [None, 1, "1", {}, [1.5], False]),
    "no-spaces": ('{"a":[1,2],"b":{"c":null}}', {"a": [1, 2], "b": {"c": None}}),
    "much-space": ('\n{\r\n\t"a"\t:\n[ 1\r,\n2 ] }\n', {"a": [1, 2]}),
    "long-list": ("[" + ",".join("0" * 5000) + "]", [0] * 5000),
    "long-text": ('"' + "x" * 100_000 + '"', "x" * 100_000),
    "sixty-levels": ("[" * 60 + "]" * 60, None),
}

_BAD_SCALARS: dict[str, str] = {
    "capital-true": "True",
    "capital-null": "NULL",
    "none": "None",
    "undefined": "undefined",
    "cut-true": "tru",
    "cut-false": "fals",
    "cut-null": "nul",
    "bare-word": "peace",
    "bare-letter": "é",
    "plus": "+1",
    "plus-plus": "++1",
    "minus": "-",
    "minus-minus": "--1",
    "minus-word": "-peace",
    "minus-space": "- 1",
    "point-first": ".5",
    "minus-point": "-.5",
    "plus-point": "+.5",
    "full-width-digit": "１",
    "arabic-digit": "\u0661",
    "hex-with-letter-first": "xFF",
    "single-quotes": "'a'",
    "backquotes": "`a`",
    "curly-quotes": "“a”",
    "guillemets": "«a»",
    "html": "<a>",
    "entity": "&quot;a&quot;",
    "brace-alone": "}",
    "colon": ":",
    "comma": ",",
    "star": "*",
    "ellipsis": "...",
    "comment": "/* x */ 1",
    "line-comment": "// x\n1",
    "hash-comment": "# x\n1",
    "form-feed": "\f1",
    "no-break-space": "\u00a01",
    "word-joiner": "\u20601",
    "inner-byte-order-mark": "[\ufeff]",
    "dollar": "$a",
    "tuple": "(1, 2)",
    "template": "{{a}}",
    "set": "{1, 2}",
    "open-text": '"a',
    "open-list": "[1",
    "open-object": '{"a": 1',
}
_BAD_NUMBER_ENDS: dict[str, str] = {
    "leading-zero": "012",
    "minus-leading-zero": "-012",
    "point-last": "1.",
    "point-then-exponent": "1.e1",
    "two-points": "1.5.2",
    "exponent-without-digits": "1e",
    "exponent-with-sign-only": "1e+",
    "two-exponents": "1e2e3",
    "fraction-in-exponent": "1e1.5",
    "hexadecimal": "0x1F",
    "octal": "0o17",
    "binary": "0b1",
    "underscore": "1_000",
    "thousands-by-space": "1 000",
    "percent": "5%",
    "word-behind": "5troops",
    "minus-behind": "5-",
    "long-suffix": "5L",
    "zero-point-exponent": "0.e1",
    "infinity-sign": "1∞",
}
_BAD_ESCAPES: dict[str, str] = {
    "unknown-a": r"\a",
    "unknown-v": r"\v",
    "unknown-zero": r"\0",
    "octal": r"\101",
    "hex": r"\x41",
    "capital-u": r"\U0001F600",
    "single-quote": r"\'",
    "space": "\\ ",
    "line-end": "\\\n",
    "letter-outside-ascii": "\\é",
    "short-unicode": r"\u12",
    "one-digit": r"\u1",
    "no-digit": r"\u",
    "not-hex": r"\u12G4",
    "full-width-hex": "\\u００41",
    "braces": r"\u{41}",
    "signed": r"\u-041",
    "half-then-broken": r"\ud834\u12",
    **{f"raw-{ord(mark):02x}": mark for mark in "\0\x01\x07\x08\t\n\x0b\x0c\r\x1b\x1f"},
}
_BAD_SHAPES: dict[str, str] = {
    "list-comma-last": "[1,]",
    "list-comma-first": "[,1]",
    "list-comma-only": "[,]",
    "list-two-commas": "[1,,2]",
    "list-no-comma": "[1 2]",
    "list-colon": '["a": 1]',
    "list-semicolon": "[1; 2]",
    "list-open": "[",
    "list-open-after-comma": "[1,",
    "list-open-text": '["a',
    "list-closed-as-object": "[1}",
    "list-two-texts": '["a" "b"]',
    "list-star": "[*]",
    "list-equals": "[a = 1]",
    "object-comma-last": '{"a": 1,}',
    "object-comma-first": '{,"a": 1}',
    "object-comma-only": "{,}",
    "object-two-commas": '{"a": 1,, "b": 2}',
    "object-no-comma": '{"a": 1 "b": 2}',
    "object-no-colon": '{"a" 1}',
    "object-two-colons": '{"a":: 1}',
    "object-equals": '{"a" = 1}',
    "object-arrow": '{"a" => 1}',
    "object-no-value": '{"a":}',
    "object-no-value-then-comma": '{"a":, "b": 1}',
    "object-key-alone": '{"a"}',
    "object-bare-key": "{a: 1}",
    "object-number-key": "{1: 1}",
    "object-null-key": "{null: 1}",
    "object-list-key": "{[]: 1}",
    "object-single-quotes": "{'a': 1}",
    "object-open": "{",
    "object-open-key": '{"a',
    "object-open-after-key": '{"a"',
    "object-open-after-colon": '{"a":',
    "object-open-after-comma": '{"a": 1,',
    "object-closed-as-list": '{"a": 1]',
    "object-comment": '{"a": /* b */ 1}',
    "object-spread": "{...a}",
    "crossed": '[{"a": 1]}',
}
_AFTER: dict[str, tuple[str, Problem]] = {
    "a-value": ("{}", Problem.SEVERAL_VALUES),
    "a-list": ("[1]", Problem.SEVERAL_VALUES),
    "a-text": ('"b"', Problem.SEVERAL_VALUES),
    "a-number": ("7", Problem.TRAILING_TEXT),
    "a-word": ("Done.", Problem.TRAILING_TEXT),
    "a-comma": (",", Problem.TRAILING_TEXT),
    "a-bracket": ("]", Problem.TRAILING_TEXT),
    "a-brace": ("}", Problem.TRAILING_TEXT),
    "a-comment": ("// yes", Problem.TRAILING_TEXT),
    "a-nul": ("\0", Problem.TRAILING_TEXT),
    "a-form-feed": ("\f", Problem.TRAILING_TEXT),
    "a-token": ("<|im_end|>", Problem.TRAILING_TEXT),
    "a-no-break-space": ("\u00a0", Problem.TRAILING_TEXT),
    "a-byte-order-mark": ("\ufeff", Problem.TRAILING_TEXT),
}
_NAMED: dict[str, tuple[str, Problem]] = {
    "nothing": ("", Problem.EMPTY),
    "spaces": (" \t\r\n", Problem.EMPTY),
    "only-a-mark": ("\ufeff", Problem.EMPTY),
    "empty-fence": ("```json\n```", Problem.EMPTY),
    "only-thoughts": ("<think>so</think>", Problem.EMPTY),
    "nan": ("NaN", Problem.NOT_A_NUMBER),
    "nan-in-list": ("[1, NaN]", Problem.NOT_A_NUMBER),
    "infinity": ("Infinity", Problem.NOT_A_NUMBER),
    "minus-infinity": ('{"a": -Infinity}', Problem.NOT_A_NUMBER),
    "lists-without-end": ("[" * 100_000, Problem.TOO_DEEP),
    "objects-without-end": ('{"a":' * 50_000, Problem.TOO_DEEP),
    "lists-and-objects": ('[{"a":' * 50_000, Problem.TOO_DEEP),
    "long-number-word": ("9" * 2000, Problem.NUMBER_TOO_LARGE),
    "too-many-bytes": ('"' + "é" * 2_000_001 + '"', Problem.TOO_LARGE),
    "fence-with-prose": ("```json\n{}\n``` and more", Problem.TRAILING_TEXT),
    "prose-before": ("Here you are: {}", Problem.NOT_JSON),
}

OPEN: dict[str, tuple[str, Any]] = {
    # Numbers: whatever a float or an integer of a thousand digits can hold.
    "integer-beyond-64-bits": ("[123123123123123123123123]", [123123123123123123123123]),
    "negative-beyond-64-bits": ("[-18446744073709551617]", [-18446744073709551617]),
    "integer-of-1000-digits": ("[" + "7" * 1000 + "]", [int("7" * 1000)]),
    "integer-of-1002-digits": ("[" + "7" * 1002 + "]", Problem.NUMBER_TOO_LARGE),
    "fraction-of-2000-digits": ("[0." + "3" * 2000 + "]", Problem.NUMBER_TOO_LARGE),
    "overflow": ("[1e400]", Problem.NUMBER_TOO_LARGE),
    "negative-overflow": ("[-1.5e400]", Problem.NUMBER_TOO_LARGE),
    "overflow-by-digits": ("[123123e100000]", Problem.NUMBER_TOO_LARGE),
    "largest-float": ("[1.7976931348623157e308]", [1.7976931348623157e308]),
    "underflow": ("[1e-400]", [0.0]),
    "underflow-by-digits": ("[123e-10000000]", [0.0]),
    "zero-with-huge-exponent": ("[0e99999]", [0.0]),
    "more-digits-than-a-float-has": ("[0.1000000000000000055511151231257827]", [0.1]),
    # Halves of surrogate pairs: no text can hold them.
    "first-half": (r'["\ud800"]', Problem.LONE_SURROGATE),
    "second-half": (r'["\udfff"]', Problem.LONE_SURROGATE),
    "first-half-then-letter": (r'["\ud800a"]', Problem.LONE_SURROGATE),
    "first-half-then-escape": (r'["\ud800\n"]', Problem.LONE_SURROGATE),
    "two-first-halves": (r'["\ud800\ud800"]', Problem.LONE_SURROGATE),
    "halves-in-the-wrong-order": (r'["\udd1e\ud834"]', Problem.LONE_SURROGATE),
    "first-half-then-other-escape": (r'["\ud888\u1234"]', Problem.LONE_SURROGATE),
    "half-as-a-key": (r'{"\udfaa": 0}', Problem.LONE_SURROGATE),
    "half-as-itself": ('["\ud800"]', Problem.LONE_SURROGATE),
    # Characters that some parsers refuse.
    "no-character": (r'["\uffff\ufdd0"]', ["\uffff\ufdd0"]),
    "last-character": ('["\U0010ffff"]', ["\U0010ffff"]),
    "replacement-character": ('["\ufffd"]', ["\ufffd"]),
    # Keys: the standard says SHOULD be unique; we insist, since one of two values would be lost.
    "same-key-twice": ('{"a": "b", "a": "c"}', Problem.DUPLICATE_KEY),
    "same-key-and-value-twice": ('{"a": 1, "a": 1}', Problem.DUPLICATE_KEY),
    "same-key-in-two-spellings": (r'{"a": 1, "\u0061": 2}', Problem.DUPLICATE_KEY),
    "same-key-composed-otherwise": (r'{"\u00e9": 1, "e\u0301": 2}', {"é": 1, "e\u0301": 2}),
    # Depth: 64 levels.
    "64-levels": ("[" * 64 + "]" * 64, None),
    "65-levels": ("[" * 65 + "]" * 65, Problem.TOO_DEEP),
    "500-levels": ("[" * 500 + "]" * 500, Problem.TOO_DEEP),
    # Wrappings that models add whatever they are told.
    "byte-order-mark": ("\ufeff{}", {}),
    "two-byte-order-marks": ("\ufeff\ufeff{}", {}),
    "fence": ("```json\n{}\n```", {}),
    "thoughts": ("<think>hm</think>{}", {}),
    "fence-in-thoughts": ("<think>\n```\n[]\n```\n</think>\n{}", {}),
    "scalar-alone": ("7", 7),
    "text-alone": ('"x"', "x"),
}
"""What the standard leaves to the reader: the value we read, or the problem we name; None is "as the library"."""


def accepted() -> Iterator[tuple[str, str, Any]]:
    """Yield a name, a text and its value for texts that every reader of RFC 8259 must take."""
    for name, (text, value) in _SCALARS.items():
        for context, frame in CONTEXTS.items():
            yield f"{name}-{context}", frame.format(text), _framed(context, value)
    for name, (inside, value) in _STRINGS.items():
        yield f"text-{name}", f'["{inside}"]', [value]
    yield from ((name, text, value) for name, (text, value) in _SHAPES.items())


def rejected() -> Iterator[tuple[str, str, Problem]]:
    """Yield a name, a text and the problem with it for texts that no reader may take."""
    for name, text in _BAD_SCALARS.items():
        for context in ("alone", "in-list", "as-value"):
            yield f"{name}-{context}", CONTEXTS[context].format(text), Problem.NOT_JSON
    for name, text in _BAD_NUMBER_ENDS.items():
        yield f"{name}-in-list", f"[{text}]", Problem.NOT_JSON
        yield f"{name}-as-value", f'{{"a": {text}}}', Problem.NOT_JSON
    for name, inside in _BAD_ESCAPES.items():
        yield f"text-{name}", f'["{inside}"]', Problem.NOT_JSON
    yield from ((name, text, Problem.NOT_JSON) for name, text in _BAD_SHAPES.items())
    for name, (behind, problem) in _AFTER.items():
        yield f"object-then-{name}", f'{{"a": 1}} {behind}', problem
        yield f"list-then-{name}", f"[1]{behind}", problem
    yield from ((name, text, problem) for name, (text, problem) in _NAMED.items())


def _framed(context: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return what a value is once it stands in a context."""
    frames: Mapping[str, Any] = {
        "alone": value,
        "in-list": [0, value],
        "as-value": {"a": value, "b": 0},
        "spaced": [value],
    }
    return frames[context]
