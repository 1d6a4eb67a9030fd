"""The evidence folder and the files in it: reading, opening, taking in."""

from foodsafe_desktop.domain.errors.base import DossierError


class FolderGone(DossierError):
    """The evidence folder is not there: state 离线. Nothing is unassigned, nothing counts as missing."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"佐证材料文件夹“{folder}”当前不可访问（离线）。请接通网络共享或移动硬盘后重试；"
            "已改放别处的，请在窗口的设置中重新指定佐证材料文件夹。已有归入关系均保持不变。"
        )


class FolderEmptied(FolderGone):
    """The evidence folder is there, but none of its `count` files is: what an empty mount point looks like."""

    confirming = "确认已全部取走"
    """What a person says who knows better."""

    def __init__(self, folder: str, count: int) -> None:
        DossierError.__init__(
            self,
            f"佐证材料文件夹“{folder}”中没有任何文件，而档案登记在位的文件有 {count} 个，很可能是网络共享"
            "或移动硬盘未接通。已按离线处理，未作任何改动。请接通后重试；"
            "确已将材料全部取走的，请予确认（命令行为 scan --accept-empty）。",
        )


class FolderReplaced(FolderEmptied):
    """Other files lie in the evidence folder, and none of its `count`: another drive or share in its place."""

    confirming = "确认已全部更换"

    def __init__(self, folder: str, count: int) -> None:
        DossierError.__init__(
            self,
            f"佐证材料文件夹“{folder}”中是其他文件，档案登记在位的 {count} 个文件一个也没有找到，很可能接入的是"
            "另一个移动硬盘或共享文件夹。已按离线处理，未作任何改动。请接通原来的后重试；"
            "确已将材料全部更换的，请予确认（命令行为 scan --accept-empty）。",
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


class AlgorithmMissing(DossierError):
    """The cryptographic library of this machine lacks the digest that the archive's setting asks for."""

    def __init__(self, algorithm: str) -> None:
        super().__init__(
            f"本机的加密库不支持 {algorithm}，无法计算此档案的校验值。"
            "请改用 SHA-256，或在装有 OpenSSL 1.1.1 以上版本的电脑上操作。"
        )


class TakingInRefused(DossierError):
    """A file cannot be copied into the evidence folder; `why` is the rest of the sentence."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"未放入佐证材料文件夹：“{file}”{why}。")


class TakingBackRefused(DossierError):
    """A copy that was taken in is not what lies at its path by now; nothing has changed."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"文件“{file}”放入后又有改动或已移走，未撤销放入，未作任何改动。不需要的，请将该件移入回收状态。"
        )


class PagesUnreadable(DossierError):
    """A file's pages cannot be shown."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"文件“{file}”的页面无法显示，可能已被移动、改动或损坏。请重新扫描，或用“打开”由系统程序打开。"
        )
