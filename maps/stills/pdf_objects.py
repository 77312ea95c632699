"""Numbered objects of a PDF file, and how texts and addresses are written in them (ISO 32000-1, 7.3)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from maps.style import typeface


class PdfFile:
    """Numbered objects and where they lie in the file."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def reserve(self) -> int:
        """Reserve the number of an object that is put later."""
        self.objects.append(b"")
        return len(self.objects)

    def put(self, number: int, content: str | bytes) -> int:
        """Write the object of a reserved number, and return the number."""
        self.objects[number - 1] = content.encode("latin-1") if isinstance(content, str) else content
        return number

    def add(self, content: str | bytes) -> int:
        """Append an object and return its number."""
        return self.put(self.reserve(), content)

    def stream(self, data: bytes, entries: str = "") -> int:
        """Append a stream, with further entries of its dictionary, and return its number."""
        return self.add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def serialized(self, root: int, info: int) -> bytes:
        """The file's bytes, with the numbers of its catalog and its information dictionary."""
        file = io.BytesIO()
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, content in enumerate(self.objects, 1):
            offsets.append(file.tell())
            file.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
        start = file.tell()
        lines = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        file.write(f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{lines}".encode())
        file.write(f"trailer\n<< /Size {len(offsets) + 1} /Root {root} 0 R /Info {info} 0 R >>\n".encode())
        file.write(f"startxref\n{start}\n%%EOF\n".encode())
        return file.getvalue()


def references(numbers: Sequence[int]) -> str:
    """References to objects, by their numbers."""
    return " ".join(f"{number} 0 R" for number in numbers)


def text_string(text: str) -> str:
    """A text string in UTF-16."""
    return f"<feff{typeface.clean(text).encode('utf-16-be').hex()}>"


def uri_string(address: str) -> str:
    """A URI, percent-encoded to ASCII."""
    from urllib.parse import quote

    return f"<{quote(address, safe=';/?:@&=+$,#%!*~.-_()').encode('ascii').hex()}>"
