"""Which program lays out office documents for printing: the archive's choice, and what there is to choose from."""

from enum import StrEnum


class Conversion(StrEnum):
    """文档转换方式. The value is what the archive keeps."""

    AUTO = "auto"
    OWN = "own"
    LIBREOFFICE = "libreoffice"
    WPS = "wps"
    MICROSOFT = "microsoft"

    @property
    def label(self) -> str:
        """In Chinese, as the settings show it."""
        return {
            Conversion.AUTO: "自动（优先使用已安装的办公软件）",
            Conversion.OWN: "仅用本程序",
            Conversion.LIBREOFFICE: "LibreOffice",
            Conversion.WPS: "WPS",
            Conversion.MICROSOFT: "Microsoft Office",
        }[self]


def conversion_from_text(text: str | None) -> Conversion:
    """The choice that was kept; AUTO for none and for one that this version does not know."""
    return Conversion(text) if text in set(Conversion) else Conversion.AUTO
