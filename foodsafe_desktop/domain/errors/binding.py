"""Volumes: recipes, scopes, issuing, supplements, printing, and the codes on their sheets."""

from collections.abc import Sequence

from foodsafe_desktop.domain.errors.base import DossierError
from foodsafe_desktop.domain.errors.catalogue import CatalogueBroken
from foodsafe_desktop.domain.wording import volumes_named


class RecipesBroken(CatalogueBroken):
    """The text of the archive's recipes cannot be used."""

    called = "装订方案"


class RecipeRefused(DossierError):
    """A recipe cannot be kept or found as asked; `why` is the rest of the sentence."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"装订方案“{name}”未保存：{why}。请改正后重试。")


class ScopeUnknown(DossierError):
    """The scope of a binder names nothing that there is."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"装订范围“{scope}”无法识别。可用：all、dimension:方面号、item:大项号、sub-item:小项号、department:部门名称、box:盒号。"
        )


class VolumeIncomplete(DossierError):
    """A volume that lacks pages is not issued without the person's word."""

    def __init__(self, volumes: Sequence[str]) -> None:
        super().__init__(
            f"{volumes_named(volumes)}有未能打印的材料，不完整，未予发出。请补齐后重试；确需先行发出的，请填写说明。"
        )


class AlreadyIssued(DossierError):
    """A volume that was handed out is changed by supplements only."""

    def __init__(self, volumes: Sequence[str]) -> None:
        super().__init__(f"{volumes_named(volumes)}已经发出，页号不再改动。请用“补编”换页。")


class NothingToIssue(DossierError):
    """What was to be handed out holds nothing but forms."""

    def __init__(self) -> None:
        super().__init__("所选范围没有尚未发出的材料，未予发出。请先归入材料，再预排、发出。")


class BoxesIssuedTogether(DossierError):
    """One box of a volume that takes several is not issued without the others: which holds a late piece, all decide."""

    def __init__(self, volume: str) -> None:
        super().__init__(f"“{volume}”是分盒的一卷，各盒须一并发出，未予发出。请改以整卷（如大项）为范围发出。")


class IssuedThere(DossierError):
    """Compiling into a folder would replace what was handed out."""

    def __init__(self, target: str, volumes: Sequence[str]) -> None:
        super().__init__(
            f"目录“{target}”中存有已发出的{volumes_named(volumes)}，不能覆盖，未写入任何文件。请另选一个目录。"
        )


class IssuedLost(DossierError):
    """An issued volume's PDF is not as it was handed out, and the holdings are not either."""

    def __init__(self, name: str, pdf: str) -> None:
        super().__init__(
            f"“{name}”已经发出，但发出时的 PDF（{pdf}）不在原处或已被改动，材料又有变动，"
            "无法按纸质卷的原样编制。请用备份放回该文件，或先用“补编”换页，再编制。"
        )


class IssuedHidden(DossierError):
    """A secrecy mark was found in an issued volume: no more copies are made of it."""

    def __init__(self, name: str, codes: Sequence[str]) -> None:
        super().__init__(
            f"“{name}”发出之后，其中的{'、'.join(codes)}发现带有疑似涉密标志，不得再复制，未予编制。"
            "请按保密规定处理，用“补编”抽换这些页之后再编制。"
        )


class NotIssued(DossierError):
    """No volume of that key was ever issued, or what it was made of is gone from the catalogue."""

    def __init__(self, key: str) -> None:
        super().__init__(f"没有已发出的卷“{key}”，不能补编。请先发出该卷。")


class NothingToSupplement(DossierError):
    """The issued volume agrees with the holdings."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”与已发出的内容一致，无须补编。")


class PagesUnprintable(DossierError):
    """A PDF, or one of its pages from 1, cannot be drawn."""

    def __init__(self, file: str, page: int | None = None) -> None:
        which = f"的第{page}页" if page else ""
        super().__init__(f"文件“{file}”{which}不能读取，未能打印。请确认文件仍在原处、未被改动，或重新编制后再打印。")


class PrinterRefused(DossierError):
    """A printer does not take what is sent to it."""

    def __init__(self, printer: str) -> None:
        which = f"打印机“{printer}”" if printer else "打印机"
        super().__init__(f"{which}没有接受打印任务。请检查打印机是否接通、纸张是否齐备，再重新打印。")


class CodeUnknown(DossierError):
    """The code of a sheet of paper leads nowhere here; `why` is the beginning of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}，找不到对应的材料。请核对所扫的页和打开的档案。")
