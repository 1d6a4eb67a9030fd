"""Where a file's own links and bookmarks lead."""

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, String


class Targets:
    """Where a file's inner links lead, spelled out: names would collide with those of other files."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen for page in pdf.pages}
        names = pdf.Root.get(Name.Names)
        tree = names.get(Name.Dests) if isinstance(names, Dictionary) else None
        self._tree = NameTree(tree) if isinstance(tree, Dictionary) and tree.is_indirect else None
        old = pdf.Root.get(Name.Dests)
        self._old = old if isinstance(old, Dictionary) else None

    def of(self, link: Dictionary) -> Array | None:
        """The explicit destination of a link to a page of its own file, None for any other link."""
        target = link.get(Name.Dest)
        action = link.get(Name.A)
        if target is None and isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo:
            target = action.get(Name.D)
        if isinstance(target, String) and self._tree is not None:
            target = self._tree.get(str(target))
        elif isinstance(target, Name) and self._old is not None:
            target = self._old.get(target)
        if isinstance(target, Dictionary):
            target = target.get(Name.D)
        if not isinstance(target, Array) or not len(target):
            return None
        first = target[0]
        return target if isinstance(first, Dictionary) and first.objgen in self._pages else None
