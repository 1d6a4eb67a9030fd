"""Hand-over packages (移交信息包): making one, checking one, laying an archive out from one."""

from foodsafe_desktop.domain.errors.base import DossierError


class TargetNotEmpty(DossierError):
    """A package, or an archive out of one, would be laid where something already is."""

    def __init__(self, directory: str, what: str) -> None:
        super().__init__(f"目录“{directory}”中已有内容，未写入{what}。请换一个空目录。")


class PackageUnsound(DossierError):
    """An archive is not laid out from a package that is not as its manifests say."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(
            f"移交信息包“{path}”未通过校验（{fault}），未恢复任何内容。"
            "请先校验该信息包，查看全部问题，并向移交方索取完好的信息包。"
        )


class PackageWithoutArchive(DossierError):
    """A bag is sound, but was not made by this program: it holds no archive."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"信息包“{path}”中没有食安档案的数据库，不能恢复为档案，未作任何改动。其中的文件可以直接查看和校验。"
        )


class PackageIsNoArchive(DossierError):
    """A person opened a package as an archive."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"“{path}”是移交信息包，不能直接打开，以免改动其内容。请先从信息包恢复到一个空目录，再打开恢复出来的档案。"
        )
