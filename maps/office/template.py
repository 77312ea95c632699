"""A stranger's Office template as a package made anew: the wanted parts and their pictures, and nothing else."""

from __future__ import annotations

import os
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from geo import ReadError
from geo.errors import show
from geo.io import files, pictures
from geo.messages import Message
from geo.tables.readers import archives
from maps.office import new_package, xml_parts
from maps.office.new_package import Part
from maps.office.xml_parts import Element

MAX_BYTES = 100_000_000
"""Bytes of the largest template that is read."""

MAX_PART = 2**24
"""Bytes of its largest part, unpacked."""

MAX_ALL = 2**27
"""Bytes of all parts that are taken, unpacked."""

MAX_PARTS = 2_000
"""Parts that are taken; a template of many masters has some two hundred."""

_STRICT = "http://purl.oclc.org/ooxml/"
CONTENT = "application/vnd.openxmlformats-officedocument."
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of PowerPoint 97 to 2003 begin, and files with a password."""


@dataclass(frozen=True)
class Kind:
    """A kind of part: its name in the new package, its content type, its root element, and what it may lead to."""

    name: str
    content: str
    root: str
    leads_to: frozenset[str]


@dataclass(frozen=True)
class Rules:
    """What is taken of the templates of one program."""

    program: str
    """Its name, for messages."""
    suffix: str
    """The ending of its ordinary files, with the dot."""
    folder: str
    """Where the parts lie in the new package."""
    namespaces: frozenset[str]
    """Those of the parts that are taken."""
    kinds: Mapping[str, Kind]
    """What is taken, by the kind of the relationship that leads to it; pictures are taken too."""
    silent: frozenset[str]
    """Kinds that every template may have and nothing of ours needs."""
    left_out: Mapping[str, str]
    """How the kinds of parts begin that are left out, and what is said of them."""
    clean: Callable[[Element, Mapping[str, str]], Sequence[str]]
    """Takes out of a part what runs or links; it is given the kinds of the relationships that are taken, by id, and
    returns what was removed, in words."""


def read(
    path: str | os.PathLike[str], rules: Rules, check: Callable[[Part, Sequence[Part]], object]
) -> tuple[bytes, tuple[str, ...]]:
    """A template made anew as an ordinary file without content; and, in words, what of it was left out.

    check: given the main part and all of them, raises ReadError for what cannot be used. Raises ReadError, one plain
    sentence, for what is no template or goes beyond a bound.

    This is the one place where the file of a stranger is opened, and what goes out is plain data.
    """
    name = os.fspath(path)
    return _Reading(name, rules, check).repaired(_bounded(name, rules))


def _bounded(name: str, rules: Rules) -> bytes:
    """The bytes of a regular file that is not too large."""
    try:
        size = os.path.getsize(name)
    except (OSError, ValueError):
        size = 0  # the reader says what is wrong
    if size > MAX_BYTES:
        raise ReadError(
            name, Message("is larger than {max_bytes} MB; take a smaller template.", max_bytes=MAX_BYTES // 1_000_000)
        )
    data = files.read_bytes(name)
    if data.startswith(_OLD):
        raise ReadError(
            name,
            Message(
                "has a password or comes from {program} 97 to 2003; save it as {suffix} without a password.",
                program=rules.program,
                suffix=rules.suffix,
            ),
        )
    return data


class _Reading:
    """One template while it is read."""

    def __init__(self, file: str, rules: Rules, check: Callable[[Part, Sequence[Part]], object]) -> None:
        self._file = file
        self._rules = rules
        self._check = check
        self._left: dict[str, None] = {}
        self._parts: dict[str, Part] = {}
        self._numbers: Counter[str] = Counter()
        self._bytes = 0

    def repaired(self, data: bytes) -> tuple[bytes, tuple[str, ...]]:
        """The new package, and what was left out."""
        with archives.opened(
            self._file, data, Message("is no {program} template: it is no sound zip file.", program=self._rules.program)
        ) as packed:
            self._packed = packed
            self._entries = self._listed(packed)
            main = self._main()
            self._take_all(main)
        self._check(main, list(self._parts.values()))
        for part in self._parts.values():
            if part.root is not None:
                part.data = xml_parts.written(part.root, part.data)
        return new_package.packed(main, list(self._parts.values())), tuple(self._left)

    def _wrong(self, reason: str) -> ReadError:
        return ReadError(
            self._file,
            Message("is no {program} template that can be used: {reason}.", program=self._rules.program, reason=reason),
        )

    def _strict(self) -> ReadError:
        return ReadError(
            self._file,
            Message("is saved as Strict Open XML; save it as an ordinary {suffix}.", suffix=self._rules.suffix),
        )

    def _listed(self, packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
        """The files of the zip by their names, in which case counts for nothing (ECMA-376, part 2, 6.2.2)."""
        members: dict[str, zipfile.ZipInfo] = {}
        for entry in packed.infolist():
            if members.setdefault(f"/{entry.filename}".casefold(), entry) is not entry:
                raise self._wrong(Message("it holds two parts named {filename}", filename=show(entry.filename)))
        return members

    def _main(self) -> Part:
        """The presentation or document itself."""
        targets = []
        for _, kind, target, external in self._relationships("/"):
            if kind == "officeDocument" and not external:
                targets.append(target)
            else:
                self._leave(kind, external=external)
        if len(targets) != 1:
            raise self._wrong(
                Message("it holds more than one document") if targets else Message("it holds no document")
            )
        return self._taken("officeDocument", targets[0])

    def _take_all(self, main: Part) -> None:
        """Takes what the main part leads to, and what that leads to."""
        waiting = [("officeDocument", name, part) for name, part in self._parts.items() if part is main]
        while waiting:
            kind, old, part = waiting.pop(0)
            for number, to, target, external in self._relationships(old):
                if external or to not in self._rules.kinds[kind].leads_to:
                    self._leave(to, external=external)
                elif target in self._parts:
                    self._link(part, number, to, self._parts[target])
                elif to == "image":
                    self._take_picture(part, number, target)
                else:
                    self._link(part, number, to, self._taken(to, target))
                    waiting.append((to, target, part.links[number][1]))
            if part.root is not None:
                links = {number: to for number, (to, _) in part.links.items()}
                self._left.update(dict.fromkeys(self._rules.clean(part.root, links)))

    def _link(self, part: Part, number: str, kind: str, target: Part) -> None:
        if kind in self._rules.kinds and target.content != CONTENT + self._rules.kinds[kind].content:
            raise self._wrong(Message("{target} is not of one kind", target=target.name))
        part.links[number] = kind, target

    def _leave(self, kind: str, *, external: bool) -> None:
        """Notes what is left out."""
        if external and kind != "hyperlink":
            self._left[Message("linked pictures") if kind == "image" else Message("links to other files")] = None
        elif kind not in self._rules.silent or external:
            known = (word for start, word in self._rules.left_out.items() if kind.startswith(start))
            self._left[next(known, Message("parts of the kind {kind}", kind=show(kind)))] = None

    def _relationships(self, source: str) -> list[tuple[str, str, str, bool]]:
        """Id, kind, target and whether that lies outside, of each relationship of a part, or of the package ("/")."""
        folder, _, file = source.rpartition("/")
        name = f"{folder}/_rels/{file}.rels"
        if name.casefold() not in self._entries:
            return []
        relations = []
        for each in self._xml(name).iterfind(f"{{{new_package.PACKAGE}relationships}}Relationship"):
            kind = str(each.get("Type", ""))
            if kind.startswith(_STRICT):
                raise ReadError(
                    self._file,
                    Message("is saved as Strict Open XML; save it as an ordinary {suffix}.", suffix=self._rules.suffix),
                )
            target, external = str(each.get("Target", "")), str(each.get("TargetMode", "")).casefold() == "external"
            path = target if external else posixpath.normpath(posixpath.join("/", folder, target))
            relations.append((str(each.get("Id", "")), kind.rpartition("/")[2], path, external))
        return relations

    def _taken(self, kind: str, old: str) -> Part:
        """A part of XML, under its new name."""
        root = self._xml(old)
        qualified = etree.QName(root)
        if qualified.namespace and qualified.namespace.startswith(_STRICT):
            raise self._strict()
        wanted = self._rules.kinds[kind]
        if qualified.localname != wanted.root or qualified.namespace not in self._rules.namespaces:
            raise self._wrong(
                Message(
                    "{part} holds <{element}>, expected <{root}>",
                    part=show(old.lstrip("/")),
                    element=qualified.localname,
                    root=wanted.root,
                )
            )
        return self._new(
            old,
            self._rules.kinds[kind].name,
            CONTENT + self._rules.kinds[kind].content,
            self._read(old, again=True),
            root,
        )

    def _new(self, old: str, name: str, content: str, data: bytes, root: Element | None = None) -> Part:
        if len(self._parts) >= MAX_PARTS:
            raise self._wrong(Message("it has more than {max_parts:,} parts", max_parts=MAX_PARTS))
        self._numbers[name] += 1
        part = Part(f"/{self._rules.folder}/{name.format(self._numbers[name])}", content, data, root=root)
        if part.name in {each.name for each in self._parts.values()}:
            raise self._wrong(Message("it has more than one {name}", name=name))
        self._parts[old] = part
        return part

    def _take_picture(self, part: Part, number: str, target: str) -> None:
        """Takes a picture: of photos the pixels alone, drawings as they are."""
        try:
            kind, data = _picture(self._read(target))
        except ReadError:
            raise
        except Exception:  # noqa: BLE001  Pillow raises whatever a broken file leads it into
            self._left[Message("pictures that cannot be read")] = None
            return
        self._link(part, number, "image", self._new(target, f"media/image{{}}.{kind}", f"image/{_MIME[kind]}", data))

    def _xml(self, name: str) -> Element:
        try:
            return xml_parts.parsed(self._read(name))
        except xml_parts.DoctypeError:
            reason = Message(
                "has a document type or entities, which no {program} file has", program=self._rules.program
            )
            raise self._wrong(Message("{name} {reason}", name=show(name.lstrip("/")), reason=reason)) from None
        except etree.XMLSyntaxError:
            raise self._wrong(Message("{name} is no sound XML", name=show(name.lstrip("/")))) from None

    def _read(self, name: str, *, again: bool = False) -> bytes:
        """The bytes of a part."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise self._wrong(Message("{name} is missing", name=show(name.lstrip("/"))))
        self._bytes += 0 if again else entry.file_size
        if entry.file_size > MAX_PART or self._bytes > MAX_ALL:
            raise self._wrong(
                Message(
                    "its parts are too large: {max_part} MB each and {max_all} MB in all",
                    max_part=MAX_PART // 2**20,
                    max_all=MAX_ALL // 2**20,
                )
            )
        return archives.unpacked(self._packed, entry)


_PICTURE_SIDE = 4000
"""Pixels of the longer side of a master's picture: a wall's projector shows no more."""

_MIME = {"png": "png", "jpeg": "jpeg", "emf": "x-emf", "wmf": "x-wmf"}


def _picture(data: bytes) -> tuple[str, bytes]:
    """A picture of a master, by its content: photos as their pixels, drawings of Windows as they are."""
    if data[40:44] == b" EMF" or data.startswith(b"\xd7\xcd\xc6\x9a"):
        return ("wmf" if data.startswith(b"\xd7") else "emf"), data
    picture = pictures.prepare(data, "template", _PICTURE_SIDE)
    return picture.format.lower(), picture.data
