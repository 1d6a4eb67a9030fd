"""A document of an OFD file (GB/T 33190-2016, 7.4–7.9): its pages, templates, resources and annotations."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.ofd.package import Locked, Package, PartMissing, Remarks, children, text_of
from foodsafe_desktop.renditions.ofd.values import Box, box

MOST_PAGES = 3000
_MOST_DOCUMENTS = 100
_MOST_ANNOTATIONS = 50
"""Files of them for one page."""
_A4 = Box(0, 0, 210, 297)
_SMALLEST, _LARGEST = 1.0, 5000.0
"""Millimetres: 5080 are the 200 inches that a PDF page may measure."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A font, colour space, drawing parameter, medium or graphic unit; `base` is where its locations start from."""

    element: Element
    base: str


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page as the document lists it."""

    identity: str
    path: str


class Document:
    """One document. What it names and lacks is left out; only a document without a readable root raises PartMissing."""

    def __init__(self, package: Package, path: str, signatures: str | None = None) -> None:
        self.package, self.path, self.signatures = package, path, signatures
        root = package.xml(path)
        self._common = root.find("CommonData")
        common: Element = Element("CommonData") if self._common is None else self._common
        self.resources: dict[str, Resource] = {}
        for name in ("PublicRes", "DocumentRes"):
            for one in children(common, name):
                self.resources |= self.resources_at(path, one.text)
        self.pages = list(self._pages(root))
        self._known: dict[str, Element | None] = {}
        self._templates = {one.get("ID", ""): one for one in children(common, "TemplatePage")}
        self._annotations = self._annotation_paths(text_of(root, "Annotations"))

    def resources_at(self, base: str, location: str | None) -> dict[str, Resource]:
        """The resources of one file, by identifier."""
        try:
            path = self.package.locate(base, location)
            root = self.package.xml(path)
        except PartMissing:
            self.package.remarks.add("有资源文件缺失，相应内容可能不全")
            return {}
        start = posixpath.join(posixpath.dirname(path), (root.get("BaseLoc") or "").replace("\\", "/"), "-")
        return {one.get("ID", ""): Resource(one, start) for group in root for one in group}

    def box_of(self, page: Element) -> Box:
        """The paper of a page (7.5): its physical box, that of the document where it gives none, else A4."""
        for area in (page.find("Area"), None if self._common is None else self._common.find("PageArea")):
            for name in ("PhysicalBox", "ApplicationBox"):
                found = None if area is None else box(text_of(area, name))
                if found and min(found.width, found.height) >= _SMALLEST:
                    return Box(found.x, found.y, min(found.width, _LARGEST), min(found.height, _LARGEST))
        return _A4

    def template(self, identity: str) -> Element | None:
        """The content of a template page."""
        if identity not in self._known:
            one = self._templates.get(identity)
            self._known[identity] = None if one is None else self._part(self.path, one.get("BaseLoc"))
        return self._known[identity]

    def _part(self, base: str, location: str | None) -> Element | None:
        try:
            return self.package.xml(self.package.locate(base, location))
        except PartMissing:
            return None

    def template_order(self, identity: str) -> str | None:
        """Where the document itself says that a template lies (ZOrder)."""
        one = self._templates.get(identity)
        return None if one is None else one.get("ZOrder")

    def annotations(self, page: str) -> list[Element]:
        """The annotations of a page that are to be seen, in order."""
        found: list[Element] = []
        for base, location in self._annotations.get(page, [])[:_MOST_ANNOTATIONS]:
            root = self._part(base, location)
            if root is None:
                self.package.remarks.add("有批注数据不能读取，未予打印")
            found += children(root, "Annot")
        return found

    def _pages(self, root: Element) -> Iterator[PagePart]:
        for listed, one in enumerate(children(root.find("Pages"), "Page")):
            if listed >= MOST_PAGES:
                raise CannotPrint(f"OFD 文件超过{MOST_PAGES}页，未予打印。请拆分后放入同一文件夹。")
            try:
                yield PagePart(one.get("ID", ""), self.package.locate(self.path, one.get("BaseLoc")))
            except PartMissing:
                yield PagePart(one.get("ID", ""), "")

    def _annotation_paths(self, location: str | None) -> dict[str, list[tuple[str, str | None]]]:
        paths: dict[str, list[tuple[str, str | None]]] = {}
        if not location:
            return paths
        try:
            base = self.package.locate(self.path, location)
            for page in children(self.package.xml(base), "Page"):
                for file in children(page, "FileLoc"):
                    paths.setdefault(page.get("PageID", ""), []).append((base, file.text))
        except PartMissing:
            self.package.remarks.add("有批注数据不能读取，未予打印")
        return paths


class NoPages(CannotPrint):
    """Nothing of the file leads to a page."""


def documents_of(package: Package) -> list[Document]:
    """The documents of an OFD file, in order. Raises NoPages when none of them has a page, CannotPrint."""
    try:
        root = package.xml("ofd.xml")
    except PartMissing as error:
        raise NoPages("OFD 文件缺少入口或入口已损坏，未能打印。请重新索取原文件。") from error
    if root.find("Encryptions") is not None or root.find("DocBody/Encryptions") is not None:
        raise Locked
    documents = []
    bodies = list(children(root, "DocBody"))
    if len(bodies) > _MOST_DOCUMENTS:
        package.remarks.add(f"含{_MOST_DOCUMENTS}个以上的文档，其余未予打印")
    for body in bodies[:_MOST_DOCUMENTS]:
        try:
            path = package.locate("ofd.xml", text_of(body, "DocRoot"))
            documents.append(Document(package, path, text_of(body, "Signatures")))
        except PartMissing:
            package.remarks.add("中有文档缺失或已损坏，未予打印")
    if not any(one.pages for one in documents):
        raise NoPages("OFD 文件中没有可读的页面，未能打印。请重新索取原文件。")
    if sum(len(one.pages) for one in documents) > MOST_PAGES:
        raise CannotPrint(f"OFD 文件超过{MOST_PAGES}页，未予打印。请拆分后放入同一文件夹。")
    return documents


def looked_through(archive: zipfile.ZipFile) -> tuple[int, int | None]:
    """The pages of an OFD file, and the number of the first that is missing or breaks off.

    Raises CannotPrint: as `Locked` when it is encrypted, as `NoPages` when it has none.
    """
    package = Package(archive, Remarks())
    parts = [part for document in documents_of(package) for part in document.pages]
    broken = (number for number, part in enumerate(parts, 1) if not package.is_whole(part.path))
    return len(parts), next(broken, None)
