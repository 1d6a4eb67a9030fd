"""What can go wrong in a way that a person should hear of. Each is one sentence: what, which file, what to do."""

from collections.abc import Sequence


class DossierError(Exception):
    """Base of all; `str(error)` is the sentence for the archivist, complete with its full stop."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class Cancelled(Exception):
    """The running job was cancelled; whatever it had not finished is as it was before.

    `finished` names the volumes that were complete by then: these stay. `sentence` says so to the archivist.
    """

    def __init__(self, finished: Sequence[str] = ()) -> None:
        self.finished = tuple(finished)
        self.sentence = f"已取消，未完成的部分没有写入。{_staying(self.finished)}"
        super().__init__(self.sentence)


def _staying(finished: Sequence[str]) -> str:
    if not finished:
        return ""
    few = "、".join(f"“{name}”" for name in finished)
    named = few if len(finished) <= 3 else f"“{finished[0]}”至“{finished[-1]}”"
    return f"此前已编制完成的{len(finished)}卷（{named}）已写入并登记，继续有效。"


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


class RecipesBroken(CatalogueBroken):
    """The text of the archive's recipes cannot be used."""

    called = "装订方案"


class RecipeRefused(DossierError):
    """A recipe cannot be kept or found as asked; `why` is the rest of the sentence."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"装订方案“{name}”未保存：{why}。请改正后重试。")


class NotAnArchive(DossierError):
    """The directory holds no archive."""

    def __init__(self, directory: str) -> None:
        super().__init__(
            f"“{directory}”不是食安档案的档案目录（未找到 dossier.sqlite3）。请选择正确的目录，或先用 init 新建档案。"
        )


class HalfAnArchive(NotAnArchive):
    """The directory holds what belongs to an archive, but not its database: it was copied in part."""

    def __init__(self, directory: str) -> None:
        DossierError.__init__(
            self,
            f"档案“{directory}”不完整：缺少数据库文件 dossier.sqlite3，可能未复制完，未作任何改动。"
            "请从原处重新完整复制整个目录，或用 restore 命令从 backups 目录中的备份恢复。",
        )


class ArchiveExists(DossierError):
    """An archive would be made where one is."""

    def __init__(self, directory: str) -> None:
        super().__init__(f"“{directory}”中已有档案，未作任何改动。请换一个目录，或直接打开它。")


class ArchiveInUse(DossierError):
    """Another program has the archive open; `holder` says who, in words."""

    def __init__(self, directory: str, holder: str) -> None:
        super().__init__(f"档案“{directory}”正由{holder}打开。请先关闭那一个程序，再重试。")


class StoreNewer(DossierError):
    """The database was written by a newer program."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"此档案由更新版本的程序建立（数据库版本 {found}，本程序最高支持 {known}）。"
            "请改用新版程序打开；本程序未作任何改动。"
        )


class StoreDamaged(DossierError):
    """The database cannot be read as one."""

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(f"数据库文件“{path}”已损坏或不是本程序的数据库。请从 backups 目录中选最近的备份恢复。", detail)


class StoreFailed(DossierError):
    """The environment stopped a read or write of the database: full disk, read-only, locked."""

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(f"无法读写数据库“{path}”。请检查磁盘空间和写入权限后重试，已保存的内容不受影响。", detail)


class FolderGone(DossierError):
    """The evidence folder is not there: state 离线. Nothing is unassigned, nothing counts as missing."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"佐证材料文件夹“{folder}”当前不可访问（离线）。请接通网络共享或移动硬盘后重试；"
            "已改放别处的，请在窗口的设置中重新指定佐证材料文件夹。已有归入关系均保持不变。"
        )


class FolderEmptied(FolderGone):
    """The evidence folder is there, but none of its `count` files is: what an empty mount point looks like."""

    def __init__(self, folder: str, count: int) -> None:
        DossierError.__init__(
            self,
            f"佐证材料文件夹“{folder}”中没有任何文件，而档案登记在位的文件有 {count} 个，很可能是网络共享"
            "或移动硬盘未接通。已按离线处理，未作任何改动。请接通后重试；"
            "确已将材料全部取走的，请予确认（命令行为 scan --accept-empty）。",
        )


class WorkersDoNotStart(DossierError):
    """The processes in which files are opened do not come up: nothing can be said of any file."""

    def __init__(self) -> None:
        super().__init__(
            "核验程序无法启动，文件已登记，但均未能核验，暂不计入佐证。"
            "请关闭其他程序后重试；仍然如此的，请重新安装本程序，或检查是否被安全软件拦截。"
        )


class FileStillChanging(DossierError, OSError):
    """A file changed while it was being read. It is an OSError too, so that whoever expects one treats it as such."""

    def __init__(self, path: str) -> None:
        super().__init__(f"“{path}”读取期间仍在变动（可能正在复制或编辑）。请待其写完后重新扫描。")


class CannotWrite(DossierError):
    """An output could not be written. `finished` names the volumes that were complete before, and stay."""

    def __init__(self, target: str, detail: str = "", finished: Sequence[str] = ()) -> None:
        super().__init__(
            f"无法写入“{target}”。请检查磁盘空间、写入权限，或该文件是否正被其他程序打开，然后重试。"
            f"{_staying(finished)}",
            detail,
        )
        self.target = target
        self.finished = tuple(finished)


class DiskFull(CannotWrite):
    """An output could not be written because no room was left."""

    def __init__(self, target: str, detail: str = "") -> None:
        super().__init__(target, detail)
        self.sentence = f"磁盘空间不足，“{target}”未写成，现有内容均未改动。请清理该磁盘或改用其他磁盘后重试。"
        self.args = (self.sentence,)


class NoSuchBackup(DossierError):
    """What is to be restored is no file, or the archive's own database."""

    def __init__(self, path: str) -> None:
        super().__init__(f"“{path}”不是备份文件，未作任何改动。请在档案的 backups 目录中选择一个 .sqlite3 文件。")


class BackupOfAnother(DossierError):
    """A copy of another archive would take the place of an archive's database."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"备份“{path}”属于另一份档案，未作任何改动。请核对备份文件；确要替换的，请加 --other-archive。"
        )


class FolderNotEmpty(DossierError):
    """The demo archive would be laid where something already is."""

    def __init__(self, directory: str) -> None:
        super().__init__(f"目录“{directory}”中已有内容，演示档案不会写入其中。请换一个空目录。")


class CopyFolderTaken(DossierError):
    """An inspector's copy would be laid where something else already is."""

    def __init__(self, directory: str) -> None:
        super().__init__(f"目录“{directory}”中已有其他内容，未写入检查本。请换一个空目录，或指定以前生成的检查本目录。")


class FolderInsideFolder(DossierError):
    """The archive would lie in its own evidence folder, so that its own files would be taken for evidence."""

    def __init__(self, root: str, evidence: str) -> None:
        super().__init__(f"档案目录“{root}”位于佐证材料文件夹“{evidence}”之内，未新建档案。请另选档案目录。")


class OutputOnArchive(DossierError):
    """Output would replace a file that the archive itself needs."""

    def __init__(self, target: str) -> None:
        super().__init__(f"“{target}”是档案自身的文件，未写入。请另选一个文件名。")


class NothingOfThatName(DossierError):
    """A filter names nothing that there is: `what` it is, the `given` name, and what would be `known`."""

    def __init__(self, what: str, given: str, known: Sequence[str]) -> None:
        super().__init__(f"没有名为“{given}”的{what}。可用：{'、'.join(known)}。")


class SuffixWrong(DossierError):
    """A file of this kind must have another ending."""

    def __init__(self, target: str, suffix: str) -> None:
        super().__init__(f"文件名“{target}”须以 {suffix} 结尾，未写入。请改正文件名。")


class OutputInEvidence(DossierError):
    """Output would be written into the evidence folder, which belongs to the user."""

    def __init__(self, target: str) -> None:
        super().__init__(f"输出目录“{target}”位于佐证材料文件夹内，未写入任何文件。请另选一个目录。")


class ScopeUnknown(DossierError):
    """The scope of a binder names nothing that there is."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"装订范围“{scope}”无法识别。可用：all、dimension:方面号、item:大项号、sub-item:小项号、department:部门名称、box:盒号。"
        )


class NotVerifiable(DossierError):
    """The path given to verify is neither an archive nor a binder."""

    def __init__(self, path: str) -> None:
        super().__init__(f"“{path}”既不是档案目录，也不是带有清单的装订本。请选择档案目录、装订本 PDF 或其所在目录。")


class NumberUnknown(DossierError):
    """No sub-item or veto with that number takes evidence."""

    def __init__(self, number: int) -> None:
        super().__init__(f"编号（{number}）不是评价细则中的小项或否决项，不能归入材料。请核对编号。")


class SettingRefused(DossierError):
    """A setting is out of its range; `why` says what is allowed."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"设置“{name}”未保存：{why}。请改正后重试。")


class AlgorithmMissing(DossierError):
    """The cryptographic library of this machine lacks the digest that the archive's setting asks for."""

    def __init__(self, algorithm: str) -> None:
        super().__init__(
            f"本机的加密库不支持 {algorithm}，无法计算此档案的校验值。"
            "请改用 SHA-256，或在装有 OpenSSL 1.1.1 以上版本的电脑上操作。"
        )


class QuestionSettled(DossierError):
    """A question is answered that no longer waits for an answer."""

    def __init__(self) -> None:
        super().__init__("该问题已答复，或因文件又有变动而不再需要答复，未作任何改动。请刷新后查看。")


class RelinkRefused(DossierError):
    """A file cannot be linked anew as asked; `why` is the rest of the sentence."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"文件“{path}”未能重新关联：{why}。请核对后重试。")


class ElectionRefused(DossierError):
    """A choice of electives breaks the catalogue's rule; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"自选项未保存：{why}。请重新选择。")


class VolumeIncomplete(DossierError):
    """A volume that lacks pages is not issued without the person's word."""

    def __init__(self, volumes: Sequence[str]) -> None:
        named = "、".join(f"“{name}”" for name in volumes)
        super().__init__(f"{named}有未能打印的材料，不完整，未予发出。请补齐后重试；确需先行发出的，请填写说明。")


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


class AlreadyIssued(DossierError):
    """A volume that was handed out is changed by supplements only."""

    def __init__(self, volumes: Sequence[str]) -> None:
        named = "、".join(f"“{name}”" for name in volumes)
        super().__init__(f"{named}已经发出，页号不再改动。请用“补编”换页。")


class BoxesIssuedTogether(DossierError):
    """One box of a volume that takes several is not issued without the others: which holds a late piece, all decide."""

    def __init__(self, volume: str) -> None:
        super().__init__(f"“{volume}”是分盒的一卷，各盒须一并发出，未予发出。请改以整卷（如大项）为范围发出。")


class IssuedThere(DossierError):
    """Compiling into a folder would replace what was handed out."""

    def __init__(self, target: str, volumes: Sequence[str]) -> None:
        named = "、".join(f"“{name}”" for name in volumes)
        super().__init__(f"目录“{target}”中存有已发出的{named}，不能覆盖，未写入任何文件。请另选一个目录。")


class NotIssued(DossierError):
    """No volume of that key was ever issued, or what it was made of is gone from the catalogue."""

    def __init__(self, key: str) -> None:
        super().__init__(f"没有已发出的卷“{key}”，不能补编。请先发出该卷。")


class NothingToSupplement(DossierError):
    """The issued volume agrees with the holdings."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”与已发出的内容一致，无须补编。")


class CodeUnknown(DossierError):
    """The code of a sheet of paper leads nowhere here; `why` is the beginning of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}，找不到对应的材料。请核对所扫的页和打开的档案。")


class CodingRefused(DossierError):
    """档号 cannot be given as the settings are; `why` is a whole sentence with what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"未编档号：{why}")


class CorrectionRefused(DossierError):
    """A correction of the catalogue does not fit it; `why` is the rest of the sentence."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"对编号（{number}）的更正未保存：{why}。请改正后重试。")


class RequirementRefused(DossierError):
    """A requirement or an indicator's value cannot be kept as entered; `why` is the rest of the sentence."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}未保存：{why}。请改正后重试。")


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


class TakingInRefused(DossierError):
    """A file cannot be copied into the evidence folder; `why` is the rest of the sentence."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"未放入佐证材料文件夹：“{file}”{why}。")


class PagesUnreadable(DossierError):
    """A file's pages cannot be shown."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"文件“{file}”的页面无法显示，可能已被移动、改动或损坏。请重新扫描，或用“打开”由系统程序打开。"
        )


class FactsRefused(DossierError):
    """Facts read from a document cannot be taken over as asked; `why` is the rest of the sentence."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"《{title}》的识读结果未采用：{why}。请核对后重试。")


class JoinRefused(DossierError):
    """A paper record and a scan cannot become one. `why` is the reason, without a full stop."""

    def __init__(self, why: str) -> None:
        super().__init__(f"未能合并：{why}。请重新选择后再试。")


class FindingRefused(DossierError):
    """A finding cannot be raised, closed or reopened as asked; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"问题整改记录未保存：{why}。请改正后重试。")


class UpgradeRefused(DossierError):
    """A newer edition of the catalogue was not taken in; `why` is the rest of the sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"评价细则未更新，档案保持原样：{why}。请改正后重试。")


class NoSuchWeek(DossierError):
    """No snapshot was taken in a week whose bulletin is asked for."""

    def __init__(self, week: str) -> None:
        super().__init__(f"{week}所在的一周没有留存归集情况，无法补印当期通报。请选择其他日期。")


class TableUnreadable(DossierError):
    """A 任务分工表 cannot be read as a table; `why` is the rest of the sentence."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"任务分工表“{file}”无法导入：{why}。")


def join_sentences(errors: Sequence[DossierError]) -> str:
    """Several errors as one text, a line each."""
    return "\n".join(error.sentence for error in errors)
