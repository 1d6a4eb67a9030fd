"""The archive itself: opening it, its database, its backups."""

from foodsafe_desktop.domain.errors.base import DossierError


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
    """The environment stopped a read or write of the database: full disk, read-only."""

    said = "无法读写数据库“{}”。请检查磁盘空间和写入权限后重试，已保存的内容不受影响。"

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(self.said.format(path), detail)


class StoreBusy(StoreFailed):
    """Another program held the database longer than anyone waits."""

    said = "数据库“{}”正被其他程序占用。请关闭正在打开它的程序（同步、备份或数据库工具）后重试，已保存的内容不受影响。"


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


class FolderInsideFolder(DossierError):
    """The archive would lie in its own evidence folder, so that its own files would be taken for evidence."""

    def __init__(self, root: str, evidence: str) -> None:
        super().__init__(
            f"档案目录“{root}”位于佐证材料文件夹“{evidence}”之内，档案自己的文件会被当作佐证材料。请另选其一。"
        )


class EvidenceAmongOwn(DossierError):
    """The evidence would lie where the program itself writes and clears away."""

    def __init__(self, evidence: str, own: str) -> None:
        super().__init__(
            f"佐证材料文件夹“{evidence}”位于档案自用的“{own}”之内，其中的文件由程序写入和清理。请另选一个文件夹。"
        )


class ArchiveInArchive(DossierError):
    """A folder for one archive lies in another one, or is it, so that each would meet the other's files."""

    def __init__(self, folder: str, other: str) -> None:
        super().__init__(f"“{folder}”在另一份档案“{other}”的目录之内，两份档案的文件会混在一起。请另选一个文件夹。")


class NotVerifiable(DossierError):
    """The path given to verify is neither an archive nor a binder."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"“{path}”既不是档案目录，也不是带有清单的装订本。请选择档案目录、装订本 PDF 或其所在目录、移交信息包。"
        )
