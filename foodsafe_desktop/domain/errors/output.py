"""What is written for a person: files that cannot be, or must not be, where they are wanted."""

from collections.abc import Sequence

from foodsafe_desktop.domain.errors.base import DossierError, naming_finished


class CannotWrite(DossierError):
    """An output could not be written. `finished` names the volumes that were complete before, and stay."""

    def __init__(self, target: str, detail: str = "", finished: Sequence[str] = ()) -> None:
        super().__init__(
            f"无法写入“{target}”。请检查磁盘空间、写入权限，或该文件是否正被其他程序打开，然后重试。"
            f"{naming_finished(finished)}",
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


class CopyFolderTaken(DossierError):
    """An inspector's copy would be laid where something else already is."""

    def __init__(self, directory: str) -> None:
        super().__init__(f"目录“{directory}”中已有其他内容，未写入检查本。请换一个空目录，或指定以前生成的检查本目录。")


class OutputOnArchive(DossierError):
    """Output would replace a file that the archive itself needs."""

    def __init__(self, target: str) -> None:
        super().__init__(f"“{target}”是档案自身的文件，未写入。请另选一个文件名。")


class OutputInEvidence(DossierError):
    """Output would be written into the evidence folder, which belongs to the user."""

    def __init__(self, target: str) -> None:
        super().__init__(f"输出目录“{target}”位于佐证材料文件夹内，未写入任何文件。请另选一个目录。")


class SuffixWrong(DossierError):
    """A file of this kind must have another ending."""

    def __init__(self, target: str, suffix: str) -> None:
        super().__init__(f"文件名“{target}”须以 {suffix} 结尾，未写入。请改正文件名。")
