"""What a person decides or enters, and cannot as asked."""

from collections.abc import Sequence

from foodsafe_desktop.domain.errors.base import DossierError


class QuestionSettled(DossierError):
    """A question is answered that no longer waits for an answer."""

    def __init__(self) -> None:
        super().__init__("该问题已答复，或因文件又有变动而不再需要答复，未作任何改动。请刷新后查看。")


class RelinkRefused(DossierError):
    """A file cannot be linked anew as asked; `why` is the rest of the sentence."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"文件“{path}”未能重新关联：{why}。请核对后重试。")


class JoinRefused(DossierError):
    """A paper record and a scan cannot become one. `why` is the reason, without a full stop."""

    def __init__(self, why: str) -> None:
        super().__init__(f"未能合并：{why}。请重新选择后再试。")


class PagesRefused(DossierError):
    """Pages of a document cannot be assigned as asked; `why` is the rest of the sentence."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"《{title}》的页码归入未保存：{why}。请改正后重试。")


class ReleaseRefused(DossierError):
    """A piece is not suspended, or for its name or folder: that is judged before anything is opened."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"《{title}》未作改动：它没有因页面标志而暂停使用。文件名或文件夹带有标志的，请更名后重新扫描。"
        )


class FactsRefused(DossierError):
    """Facts read from a document cannot be taken over as asked; `why` is the rest of the sentence."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"《{title}》的识读结果未采用：{why}。请核对后重试。")


class FindingRefused(DossierError):
    """A finding cannot be raised, closed or reopened as asked; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"问题整改记录未保存：{why}。请改正后重试。")


class CodingRefused(DossierError):
    """档号 cannot be given as the settings are; `why` is a whole sentence with what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"未编档号：{why}")


class CodesPrinted(DossierError):
    """A 档号 stands on paper that was handed out, and is never taken back."""

    def __init__(self, code: str, volume: str) -> None:
        super().__init__(f"档号“{code}”已印在发出的“{volume}”上，不能撤销，未作任何改动。确需更正的，请用“补编”换页。")


class SettingRefused(DossierError):
    """A setting is out of its range; `why` says what is allowed."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"设置“{name}”未保存：{why}。请改正后重试。")


class SettingsUnreadable(DossierError):
    """Settings kept in the archive are none that this program writes; `of` is what they are for."""

    def __init__(self, of: str) -> None:
        super().__init__(
            f"档案中“{of}”的设置无法读取，可能被其他程序改动过。请用 restore 命令从 backups 目录中的备份恢复档案。"
        )


class NothingOfThatName(DossierError):
    """A filter names nothing that there is: `what` it is, the `given` name, and what would be `known`."""

    def __init__(self, what: str, given: str, known: Sequence[str]) -> None:
        super().__init__(f"没有名为“{given}”的{what}。可用：{'、'.join(known)}。")


class NoSuchWeek(DossierError):
    """No snapshot was taken in a week whose bulletin is asked for."""

    def __init__(self, week: str) -> None:
        super().__init__(f"{week}所在的一周没有留存归集情况，无法补印当期通报。请选择其他日期。")
