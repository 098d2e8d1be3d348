"""PDF and Word files: their text, or one reason."""

from __future__ import annotations

import io
import itertools
import sys
import textwrap
import zipfile
import zlib
from collections.abc import Callable, Sequence

import pytest

from summariser.errors import InputError
from summariser.reading.office import read_docx, read_pdf

Pdf = Callable[[Sequence[Sequence[str]]], bytes]
Docx = Callable[[str], bytes]


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def refusal(data: bytes, read: Callable[..., str]) -> InputError:
    """Return the error that reading `data` ends in."""
    with pytest.raises(InputError) as caught:
        read(data, path="a")
    return caught.value


def test_pdf_gives_paragraphs(pdf: Pdf, seed: Callable[[str], str]) -> None:
    """An article printed on pages comes back word for word, its lines joined."""
    text = seed("001").encode("cp1252", "ignore").decode("cp1252")
    lines = [line for paragraph in text.split("\n") for line in textwrap.wrap(paragraph, 90)]
    read = read_pdf(pdf([lines[:40], lines[40:]]), path="a.pdf")
    assert read.split() == text.split()
    assert max(map(len, read.split("\n"))) > 300


def test_pdf_pages_are_apart(pdf: Pdf) -> None:
    """A page break is a blank line: no paragraph is joined over headers and footers."""
    assert read_pdf(pdf([["Page one."], ["Page two."]]), path="a.pdf") == "Page one.\n\nPage two."


def test_pdf_without_text_is_named_so(pdf: Pdf) -> None:
    """Scanned pages need text recognition, which the message says."""
    error = refusal(pdf([[]]), read_pdf)
    assert (error.reason, error.skip) == ("no-text", False)


def test_encrypted_pdf_is_named_so(pdf: Pdf) -> None:
    """A PDF that wants a password is refused as such."""
    assert refusal(encrypted(pdf([["secret"]]), password="word"), read_pdf).reason == "encrypted"


def test_pdf_that_only_forbids_printing_is_read(pdf: Pdf) -> None:
    """An empty password opens the file for everybody, here too."""
    assert read_pdf(encrypted(pdf([["open"]]), password=""), path="a.pdf") == "open"


def encrypted(data: bytes, *, password: str) -> bytes:
    """Return a PDF with a password to open it and another to change it."""
    import pypdf  # noqa: PLC0415 - slow to import, and few tests need it

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_damaged_pdf_is_named_so(pdf: Pdf) -> None:
    """Half a PDF, a bare header, a loop of pages and noise are damaged, not a crash."""
    whole = pdf([["text"]])
    for data in (
        whole[: len(whole) // 2],
        b"%PDF-1.7\n",
        b"%PDF-1.4\n" + bytes(range(256)) * 20,
        whole.replace(b"/Kids [4 0 R", b"/Kids [2 0 R"),
        b"",
    ):
        assert refusal(data, read_pdf).reason == "damaged"


def test_pdf_bombs_are_refused(pdf: Pdf) -> None:
    """A small file that unpacks to a huge stream, or draws a million times, is given up."""
    for body in (b" " * 80_000_000, b"q " * 1_000_000):
        packed = zlib.compress(body)
        stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
        start, _, rest = pdf([["x"]]).partition(b"5 0 obj\n")
        data = start + b"5 0 obj\n" + stream + rest[rest.index(b"\nendobj") :]
        assert refusal(data, read_pdf).reason in {"damaged", "too_large"}


def test_pdf_that_takes_too_long_is_given_up(pdf: Pdf) -> None:
    """The clock is looked at between operations, so no page draws for ever."""
    ticks = itertools.count(step=1)
    data = pdf([["line"] * 40])
    with pytest.raises(InputError, match="seconds") as caught:
        read_pdf(data, path="a.pdf", clock=lambda: float(next(ticks)))
    assert caught.value.reason == "too_large"


def test_docx_gives_paragraphs_and_rows(docx: Docx) -> None:
    """Paragraphs are lines; a row is one line when its cells hold one paragraph each."""
    cell = "<w:tc>{}</w:tc>"
    row = f"<w:tr>{cell.format(paragraph('7'))}{cell.format(paragraph('NATO bars Ukraine'))}</w:tr>"
    layout = f"<w:tr>{cell.format(paragraph('One paragraph') + paragraph('and another'))}</w:tr>"
    data = docx(paragraph("Headline") + f"<w:tbl>{row}{layout}</w:tbl>" + paragraph("After &amp; all"))
    assert read_docx(data, path="a.docx").split("\n") == [
        "Headline",
        "7 | NATO bars Ukraine",
        "One paragraph",
        "and another",
        "After & all",
    ]


def test_docx_shows_what_a_reader_sees(docx: Docx) -> None:
    """Insertions, controls, boxes, tabs and breaks are in once; deletions and hidden text are out."""
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    shown = '<w:rPr><w:vanish w:val="0"/></w:rPr>'
    box = f"<w:txbxContent>{paragraph('in a box')}</w:txbxContent>"
    data = docx(
        f"<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('controlled')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>anchor</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>" + paragraph("hidden", hidden) + paragraph("shown", shown)
    )
    assert read_docx(data, path="a.docx").split("\n") == [
        "inserted",
        "controlled",
        "a\tb",
        "c",
        "anchor",
        "in a box",
        "",
        "shown",
    ]


def test_docx_without_text_is_named_so(docx: Docx) -> None:
    """A Word file of pictures holds no article."""
    assert refusal(docx("<w:p/>"), read_docx).reason == "no-text"


def test_damaged_docx_is_named_so(docx: Docx) -> None:
    """A cut archive, broken XML and markup nested too deep are damaged, not a crash."""
    whole = docx(paragraph("text"))
    for data in (whole[:-40], docx("<w:p>"), docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000)):
        assert refusal(data, read_docx).reason == "damaged"


def test_docx_expands_no_entities(docx: Docx) -> None:
    """Entities of a document type can neither blow up nor read a file."""
    whole = io.BytesIO(docx(paragraph("&x;")))
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                content = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + content
            after.writestr(name, content)
    assert refusal(out.getvalue(), read_docx).reason in {"no-text", "damaged"}


def test_docx_bomb_is_refused_before_unpacking(docx: Docx) -> None:
    """An archive that says it unpacks to hundreds of megabytes is refused by that."""
    out = io.BytesIO(docx(paragraph("text")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(90_000_000))
    assert refusal(out.getvalue(), read_docx).reason == "too_large"


@pytest.mark.parametrize(("library", "read"), [("pypdf", read_pdf), ("docx", read_docx)])
def test_says_what_to_install(
    library: str, read: Callable[..., str], docx: Docx, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the optional part the error is a command to copy."""
    data = docx(paragraph("text"))
    monkeypatch.setitem(sys.modules, library, None)
    error = refusal(data, read)
    assert error.reason == "needs-extra"
    assert "pip install 'summariser[docs]'" in str(error)
