"""Small OFD packages (GB/T 33190-2016), part by part."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FONTS = '<ofd:Fonts><ofd:Font ID="2" FontName="宋体"/></ofd:Fonts>'


def part(name: str, inner: str, attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {SPACE} {attributes}>{inner}</ofd:{name}>'


def page(objects: str, before: str = "", paper: str = "0 0 210 297") -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>{paper}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer></ofd:Content>'
    return part("Page", f"{area}{before}{layer}")


def text(words: str, boundary: str = "20 30 100 10", code: str = 'X="0" Y="5"', more: str = "") -> str:
    return (
        f'<ofd:TextObject ID="4" Boundary="{boundary}" Font="2" Size="5" {more}>'
        f"<ofd:TextCode {code}>{words}</ofd:TextCode></ofd:TextObject>"
    )


def path(data: str, boundary: str, more: str = "", inner: str = "") -> str:
    return (
        f'<ofd:PathObject ID="5" Boundary="{boundary}" {more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def fill(value: str) -> str:
    return f'<ofd:FillColor Value="{value}"/>'


def write(
    target: Path,
    pages: list[str],
    *,
    resources: str = FONTS,
    common: str = "",
    document: str = "",
    body: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> Path:
    """An OFD file of these pages; `parts` come on top, and take the place of what is there by the same name."""
    listed = "".join(f'<ofd:Page ID="{10 + place}" BaseLoc="P/{place}.xml"/>' for place in range(len(pages)))
    members: dict[str, str | bytes] = {
        "OFD.xml": part("OFD", f"<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"),
        "Doc_0/Document.xml": part(
            "Document",
            "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:PublicRes>Res.xml</ofd:PublicRes>{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{document}",
        ),
        "Doc_0/Res.xml": part("Res", resources, 'BaseLoc="Res"'),
        **{f"Doc_0/P/{place}.xml": content for place, content in enumerate(pages)},
        **(parts or {}),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target


def der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    length = bytes([size]) if size < 0x80 else b"\x84" + size.to_bytes(4, "big")
    return bytes([tag]) + length + content


def signed_value(picture: bytes, kind: str) -> bytes:
    """A signed value with a seal inside, nested as GB/T 38540 nests it."""
    shown = der(0x30, der(0x16, kind.encode()), der(0x04, picture), der(0x02, b"\x28"), der(0x02, b"\x28"))
    seal = der(0x30, der(0x30, der(0x16, b"ES"), der(0x02, b"\x04")), der(0x16, b"id"), shown)
    return der(0x30, der(0x30, der(0x02, b"\x04"), der(0x30, seal, der(0x04, b"certificate"))), der(0x03, b"\0signed"))


def signed(picture: bytes, kind: str, stamp: str) -> dict[str, str | bytes]:
    """The parts of a signature whose stamp is on page 10; to be named in `body` as Doc_0/S/Signatures.xml."""
    info = f'<ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="10" {stamp}/></ofd:SignedInfo>'
    return {
        "Doc_0/S/Signatures.xml": part("Signatures", '<ofd:Signature ID="1" BaseLoc="One/Signature.xml"/>'),
        "Doc_0/S/One/Signature.xml": part(
            "Signature", f"{info}<ofd:SignedValue>/Doc_0/S/One/SignedValue.dat</ofd:SignedValue>"
        ),
        "Doc_0/S/One/SignedValue.dat": signed_value(picture, kind),
    }


def as_bytes(folder: Path, objects: str, paper: str) -> bytes:
    return write(folder / "inner.ofd", [page(objects, paper=paper)]).read_bytes()


def png(colour: tuple[int, ...], size: tuple[int, int] = (8, 8), mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, "PNG")
    return buffer.getvalue()
