"""Checks of a PDF's structure: what of PDF/UA-1 can be seen without an outside judge.

No validator could be had for this machine, so this is our own reading, and no certificate.
"""

import io
from collections.abc import Iterator

import pikepdf

PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"


def elements(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return the structure tree, flat, in reading order."""
    nodes = []
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            nodes.append(node)
            waiting.append(node.get("/K", pikepdf.Array()))
    return nodes


def faces(document: pikepdf.Pdf) -> set[str]:
    """Return the names of the fonts, without their subset tags."""
    return {str(font.BaseFont).partition("+")[2] for font in _fonts(document)}


def faults(pdf: bytes) -> list[str]:
    """Return what is wrong with the structure of `pdf`, in sentences; nothing if all is well."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [*_faults_of_document(document), *_faults_of_elements(elements(document))]


def _fonts(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]


def _faults_of_document(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    with document.open_metadata() as metadata:
        part = metadata.get(PDFUA)
    shows_title = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)
    sentences = {
        "It does not say that it is made to PDF/UA-1.": part == "1",
        "It has no language.": str(root.get("/Lang", "")),
        "It has no title.": str(document.docinfo.get("/Title", "")).strip(),
        "A reader would show the file's name in place of the title.": shows_title,
        "It is not tagged.": root.get("/MarkInfo", {}).get("/Marked", False),
        "A page's tab order is not that of its structure.": all(
            page.get("/Tabs") == "/S" for page in document.pages
        ),
        "It has no bookmarks.": "/Outlines" in root,
        "It carries a file.": not len(document.attachments),
    }
    yield from (sentence for sentence, fine in sentences.items() if not fine)
    for font in _fonts(document):
        descriptor = font.DescendantFonts[0].FontDescriptor
        if not {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"{font.BaseFont} is not embedded."


def _faults_of_elements(nodes: list[pikepdf.Dictionary]) -> Iterator[str]:
    kinds = [str(element.S) for element in nodes]
    levels = [int(kind[2]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."
    for element in nodes:
        if element.S == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "A picture has no words in place of it."
        if element.S == "/TD" and not len(element.A.get("/Headers", [])):
            yield "A cell of a table has no heading."
