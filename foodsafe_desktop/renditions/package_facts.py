"""What can be seen in an OOXML, ODF or OFD file beside whether it opens: mostly by the names of its parts.

Parts are where the standards put them (ECMA-376 part 1 and 2, MS-OFFMACRO, ISO/IEC 26300-3, GB/T 33190), and every
program keeps to the usual names; relations (ECMA-376 part 2, 9.3) tell what a document draws on from outside.
"""

import re
import zipfile
from collections.abc import Iterable

from foodsafe_desktop.domain.evidence import Fact
from foodsafe_desktop.renditions.signature import Format

_MOST_RELATIONS, _LONGEST_RELATIONS = 300, 256 * 1024
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.DOTALL)
_HYPERLINK = re.compile(rb"/hyperlink[\"']")
_OFFICE = {
    Fact.SIGNED: re.compile(r"^_xmlsignatures/.+\.xml$"),
    Fact.MACROS: re.compile(r"(?:^|/)vbaproject\.bin$|/macrosheets/"),
    Fact.EMBEDDED_FILES: re.compile(r"/embeddings/.|/activex/.+\.bin$"),
    Fact.EXTERNAL_LINKS: re.compile(r"/externallinks/.+\.(?:xml|bin)$"),
}
_ODF = {
    Fact.SIGNED: re.compile(r"^meta-inf/(?:document|macro)signatures\.xml$"),
    Fact.MACROS: re.compile(r"^(?:basic|scripts)/.+/.+"),
    Fact.EMBEDDED_FILES: re.compile(r"^object [^/]+(?:$|/content\.xml$)"),
}
_OFD = {
    Fact.SIGNED: re.compile(r"signedvalue\.dat$|/signature\.xml$"),
    Fact.EMBEDDED_FILES: re.compile(r"/attach(?:s|ments?)/.*[^/]$"),
}


def facts_of_package(package: zipfile.ZipFile, found: Format) -> tuple[Fact, ...]:
    """The facts that an open document shows. Raises what `zipfile` raises for a member that is broken."""
    names = [name.replace("\\", "/").lower() for name in package.namelist()]
    if found is Format.OFD:
        return _by_name(names, _OFD)
    if found in (Format.ODT, Format.ODS, Format.ODP):
        return _by_name(names, _ODF)
    facts = _by_name(names, _OFFICE)
    if Fact.EXTERNAL_LINKS not in facts and _draws_on_outside(package):
        facts += (Fact.EXTERNAL_LINKS,)
    return facts


def _by_name(names: Iterable[str], signs: dict[Fact, re.Pattern[str]]) -> tuple[Fact, ...]:
    listed = list(names)
    return tuple(fact for fact, sign in signs.items() if any(sign.search(name) for name in listed))


def _draws_on_outside(package: zipfile.ZipFile) -> bool:
    """Whether a relation other than a hyperlink leads out: a template, a linked picture, a linked object."""
    relations = [one for one in package.infolist() if one.filename.lower().endswith(".rels")]
    for one in relations[:_MOST_RELATIONS]:
        with package.open(one) as stream:
            content = stream.read(_LONGEST_RELATIONS)
        if any(not _HYPERLINK.search(relation[0]) for relation in _OUTSIDE.finditer(content)):
            return True
    return False
