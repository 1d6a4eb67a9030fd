"""The catalogue and what hangs on its numbers: its files, corrections, requirements, electives, editions."""

from foodsafe_desktop.domain.errors.base import DossierError


class CatalogueBroken(DossierError):
    """The catalogue file cannot be used: `file`, `line` (1-based, None if not known) and `field` say where."""

    called = "评价细则文件"

    def __init__(self, file: str, line: int | None, field: str, problem: str) -> None:
        where = f"第{line}行" if line is not None else ""
        which = f"“{field}”" if field else ""
        super().__init__(f"{self.called}“{file}”{where}{which}有误：{problem}。请改正后重新载入。")
        self.file, self.line, self.field, self.problem = file, line, field, problem


class RequirementsBroken(CatalogueBroken):
    """The requirements file that goes with a catalogue cannot be used."""

    called = "佐证要求清单文件"


class TableUnreadable(DossierError):
    """A 任务分工表 cannot be read as a table; `why` is the rest of the sentence."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"任务分工表“{file}”无法导入：{why}。")


class NumberUnknown(DossierError):
    """No sub-item or veto with that number takes evidence."""

    def __init__(self, number: int) -> None:
        super().__init__(f"编号（{number}）不是评价细则中的小项或否决项，不能归入材料。请核对编号。")


class CorrectionRefused(DossierError):
    """A correction of the catalogue does not fit it; `why` is the rest of the sentence."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"对编号（{number}）的更正未保存：{why}。请改正后重试。")


class RequirementRefused(DossierError):
    """A requirement or an indicator's value cannot be kept as entered; `why` is the rest of the sentence."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}未保存：{why}。请改正后重试。")


class ElectionRefused(DossierError):
    """A choice of electives breaks the catalogue's rule; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"自选项未保存：{why}。请重新选择。")


class UpgradeRefused(DossierError):
    """A newer edition of the catalogue was not taken in; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"评价细则未更新，档案保持原样：{why}。请改正后重试。")
