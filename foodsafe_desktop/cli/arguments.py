"""The arguments of every command, with their help in Chinese."""

import argparse
import errno
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Never, TextIO

from foodsafe_desktop import __version__
from foodsafe_desktop.cli.speaking import write
from foodsafe_desktop.domain.backups import Schedule
from foodsafe_desktop.services.search_index import FileKind, Standing


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """An argument parser that refuses in one Chinese sentence, exit code 2."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> Never:
        raise ArgumentsRefused(f"{_in_chinese(message)}请用 {self.prog} --help 查看用法。")

    def format_help(self) -> str:
        return re.sub(r"^(参数|选项|命令):$", r"\1：", super().format_help(), flags=re.MULTILINE)

    # argparse's one way to the outside
    def _print_message(self, message: str, file: TextIO | None = None) -> None:  # type: ignore[override]
        with suppress(OSError):
            write(file, message)


class ArgumentsRefused(Exception):
    """The command line cannot be understood; `str(error)` is the sentence for the person."""


_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1。"),
    (r".*invalid choice: '?([^']*?)'? \(choose from.*", r"没有“\1”这个命令或取值。"),
    (r"unrecognized arguments: (.*)", r"多余的参数：\1。"),
    (r"argument (.*): invalid int value: '(.*)'", r"\1 须是整数，不能是“\2”。"),
    (r"argument (.*): invalid \w+ value: '(.*)'", r"\1 的取值“\2”不合要求。"),
    (r"argument (.*): expected .*", r"\1 后面缺少取值。"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能与 \2 同用。"),
    (r"ambiguous option: (.*?) .*", r"选项 \1 不明确。"),
)


def _in_chinese(message: str) -> str:
    """The parser's own complaint as a Chinese sentence; one that is not known is left out, not half translated."""
    for pattern, sentence in _MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(sentence)
    return "命令参数有误。"


DATABASE = "dossier.sqlite3"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The parsed command line. An archive's database alone means its archive: so do file managers open it.

    Raises ArgumentsRefused; ends the program where help or the version was asked for.
    """
    alone = len(argv) == 1 and Path(argv[0]).name == DATABASE
    return parser().parse_args(["--archive", argv[0]] if alone else argv)


def _path(text: str) -> Path:
    """A path as given. Empty is none, though Python reads it as the current directory: a script's variable is unset."""
    if not text:
        raise ValueError(text)
    try:
        Path(text).exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise ValueError(text) from error
    return Path(text)


def _archive(text: str) -> Path:
    path = _path(text)
    return path.parent if path.name == DATABASE else path


def _seconds(text: str) -> float:
    value = float(text)
    if not value >= 0:  # nor not a number
        raise ValueError(text)
    return value


_KINDS, _STATES = [one.label for one in FileKind], [one.label for one in Standing]


def _score(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise ValueError(text)
    return value


def _finding(commands: "argparse._SubParsersAction[_Parser]") -> None:
    place = _command(commands, "place", "列出待归入的文件，并建议归入哪个小项")
    place.add_argument("archive_root", type=_archive, metavar="档案目录")
    place.add_argument(
        "--accept-suggestions", type=_score, metavar="分数", help="首选建议达到此分数（大于0、不大于1）的一并归入"
    )

    text = _command(commands, "text", "读取全部文件中的文字，供检索；可随时中断，下次接着读")
    text.add_argument("archive_root", type=_archive, metavar="档案目录")
    text.add_argument("--no-ocr", action="store_true", help="不识别扫描件和照片上的文字")
    text.add_argument("--again", action="store_true", help="此前未能读取的文件也重新读取")
    text.add_argument("--limit", type=int, metavar="个数", help="本次最多读取多少个文件")

    release = _command(commands, "release", "经核实不涉密的，恢复使用：先列出是哪一件，加 --yes 才恢复")
    release.add_argument("archive_root", type=_archive, metavar="档案目录")
    release.add_argument("file", metavar="文件", help="在佐证材料文件夹中的相对路径，如 text 命令所列")
    release.add_argument("--yes", action="store_true", help="确认经核实不涉密；记入操作历史")

    search = _command(commands, "search", "检索题名、文号、文件名、附注和全文")
    search.add_argument("archive_root", type=_archive, metavar="档案目录")
    search.add_argument("query", metavar="检索词", help="多个词用空格隔开，须全部出现")
    search.add_argument("--sub-item", type=int, metavar="编号", help="只找归入某一小项或否决项的材料")
    search.add_argument("--year", type=int, metavar="年度", help="只找某一年度的材料")
    search.add_argument("--department", metavar="部门", help="只找某一责任部门的材料")
    search.add_argument("--kind", choices=_KINDS, metavar="类型", help=f"只找某类文件：{'、'.join(_KINDS)}")
    search.add_argument("--state", choices=_STATES, metavar="状态", help=f"只找某种状态：{'、'.join(_STATES)}")
    search.add_argument("--count", type=int, default=20, metavar="个数", help="最多列出多少件（默认20）")


def _binding(commands: "argparse._SubParsersAction[_Parser]") -> None:
    bind = _command(commands, "bind", "编制装订本")
    bind.add_argument("archive_root", type=_archive, metavar="档案目录")
    bind.add_argument(
        "--scope", default="all", metavar="范围", help="all、dimension:1、item:4、sub-item:8、department:名称、box:3"
    )
    bind.add_argument("--out", type=_path, metavar="目录", help="输出目录（默认为档案目录下的 binders）")
    bind.add_argument("--recipe", metavar="名称", help="按哪个装订方案（默认为档案选定的方案）")

    plan = _command(commands, "plan", "预排装订本：页数、用纸、分盒和打印前须知，不写入任何文件")
    plan.add_argument("archive_root", type=_archive, metavar="档案目录")
    plan.add_argument("--scope", default="all", metavar="范围", help="同 bind 的 --scope")
    plan.add_argument("--recipe", metavar="名称", help="按哪个装订方案（默认为档案选定的方案）")

    copy = _command(commands, "inspector-copy", "生成检查本：装订本和可离线检索的目录页，供拷入 U 盘交检查组查阅")
    copy.add_argument("archive_root", type=_archive, metavar="档案目录")
    copy.add_argument(
        "--out", type=_path, metavar="目录", required=True, help="检查本目录（须为空，或为以前生成的检查本）"
    )
    copy.add_argument("--scope", default="all", metavar="范围", help="同 bind 的 --scope")
    copy.add_argument("--recipe", metavar="名称", help="按哪个装订方案（默认为档案选定的方案）")
    copy.add_argument("--full-text", action="store_true", help="连同已读取的文件文字一并供检索（目录页会大一些）")


def _issuing(commands: "argparse._SubParsersAction[_Parser]") -> None:
    issue = _command(commands, "issue", "发出卷册：编制并冻结页号，此后只能补编")
    issue.add_argument("archive_root", type=_archive, metavar="档案目录")
    issue.add_argument("--scope", default="all", metavar="范围", help="同 bind 的 --scope")
    issue.add_argument("--recipe", metavar="名称", help="按哪个装订方案（默认为档案选定的方案）")

    supplement = _command(commands, "supplement", "补编已发出的一卷：只印换页清单和变动的页")
    supplement.add_argument("archive_root", type=_archive, metavar="档案目录")
    supplement.add_argument("--volume", required=True, metavar="卷", help="issued 命令列出的卷，如 item-4")
    supplement.add_argument("--addendum", action="store_true", help="新增材料集中附在卷末（默认插在相邻材料之后）")
    supplement.add_argument("--plan", action="store_true", help="只列出要换哪些页，不编制")

    for one, where in ((issue, "第1次"), (supplement, "第n次")):
        one.add_argument(
            "--word", default="", metavar="说明", help="卷内有未能打印的材料仍要发出时的说明，记入操作历史"
        )
        one.add_argument(
            "--out", type=_path, metavar="目录", help=f"输出目录（默认为档案目录下的 binders/已发出/{where}）"
        )

    issued = _command(commands, "issued", "列出已发出的卷册，核对 PDF、档案与印发时是否一致")
    issued.add_argument("archive_root", type=_archive, metavar="档案目录")

    locate = _command(commands, "locate", "由纸上的二维码查这一页是哪份材料")
    locate.add_argument("archive_root", type=_archive, metavar="档案目录")
    locate.add_argument("code", metavar="码", help="扫描所得的文字，以 FSD1| 开头")


def _without_command(top: argparse.ArgumentParser) -> None:
    top.add_argument("--version", action="version", version=f"食安档案 {__version__}", help="显示版本")
    top.add_argument("--archive", type=_archive, metavar="目录", help="打开窗口时载入的档案")
    top.add_argument("--self-check", action="store_true", help="在临时文件夹中走一遍全过程，检查程序在本机是否完好")
    top.add_argument("--json", action="store_true", help="自检时在标准输出上给出一个 JSON 对象")


def parser() -> argparse.ArgumentParser:
    """The whole command line. Without a command the window opens."""
    top = _Parser(prog="foodsafe-desktop", description="食安档案：食品安全示范创建迎检档案工作台。不带命令时打开窗口。")
    _without_command(top)
    commands = top.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)

    init = _command(commands, "init", "新建档案")
    init.add_argument("archive_root", type=_archive, metavar="档案目录")
    init.add_argument("--evidence", type=_path, metavar="目录", help="佐证材料文件夹（默认为档案目录下的 evidence）")
    init.add_argument("--catalogue", type=_path, metavar="文件", help="评价细则文件（默认用随程序提供的）")
    init.add_argument("--skeleton", action="store_true", help="在佐证材料文件夹中建立空的分类文件夹")

    scan = _command(commands, "scan", "扫描佐证材料文件夹，更新档案")
    scan.add_argument("archive_root", type=_archive, metavar="档案目录")
    scan.add_argument("--accept-changes", action="store_true", help="同时确认内容有变动的文件")
    scan.add_argument(
        "--accept-empty", action="store_true", help="确认佐证材料已全部取走（文件夹为空时不再按离线处理）"
    )

    watch = _command(commands, "watch", "扫描并持续跟踪佐证材料文件夹，每有变动即更新档案")
    watch.add_argument("archive_root", type=_archive, metavar="档案目录")
    watch.add_argument("--seconds", type=_seconds, metavar="秒", help="跟踪多少秒后结束（默认直到按 Ctrl+C）")

    _finding(commands)

    gaps = _command(commands, "gaps", "列出缺口")
    gaps.add_argument("archive_root", type=_archive, metavar="档案目录")
    gaps.add_argument("--department", metavar="部门", help="只列某一责任部门的缺口")
    gaps.add_argument("--year", type=int, metavar="年度", help="只列某一年度的缺口")
    gaps.add_argument("--docx", type=_path, metavar="文件", help="另存缺失清单为 Word 文件")
    gaps.add_argument("--xlsx", type=_path, metavar="文件", help="另存缺失清单为 Excel 文件")

    remind = _command(commands, "remind", "生成各责任部门催报单和每周调度通报")
    remind.add_argument("archive_root", type=_archive, metavar="档案目录")
    remind.add_argument("--out", type=_path, metavar="目录", required=True, help="输出目录")

    _binding(commands)
    _issuing(commands)

    verify = _command(commands, "verify", "校验档案、装订本、移交信息包是否与登记一致")
    verify.add_argument(
        "path", type=_archive, metavar="路径", help="档案目录、装订本 PDF、装订本所在目录，或移交信息包"
    )

    _safekeeping(commands)

    demo = _command(commands, "demo", "建立演示档案：自制样例、扫描、列缺口、编制全部装订本")
    demo.add_argument("archive_root", type=_archive, metavar="档案目录")
    demo.add_argument("--out", type=_path, metavar="目录", help="装订本输出目录（默认为档案目录下的 binders）")
    return top


def _safekeeping(commands: "argparse._SubParsersAction[_Parser]") -> None:
    check = _command(commands, "check", "四性检测：真实性、完整性、可用性、安全性")
    check.add_argument("archive_root", type=_archive, metavar="档案目录")
    check.add_argument("--docx", type=_path, metavar="文件", help="另存为 DOCX 报告")
    check.add_argument("--xlsx", type=_path, metavar="文件", help="另存为 XLSX 报告")

    backup = _command(commands, "backup", "备份档案的数据库到档案目录下的 backups")
    backup.add_argument("archive_root", type=_archive, metavar="档案目录")
    backup.add_argument("--schedule", type=Schedule, metavar="周期", help="另设自动备份：daily、weekly 或 off")

    hand_over = _command(commands, "hand-over", "生成移交信息包：全部材料、数据库、装订本和目录，可核对、可恢复")
    hand_over.add_argument("archive_root", type=_archive, metavar="档案目录")
    hand_over.add_argument("--out", type=_path, metavar="目录", required=True, help="信息包目录（须为空或尚不存在）")

    restore = _command(
        commands, "restore", "从备份恢复档案的数据库（已有的先列出差异，加 --yes 才替换），或从移交信息包恢复"
    )
    restore.add_argument("copy", type=_path, metavar="备份文件或信息包")
    restore.add_argument("archive_root", type=_archive, metavar="档案目录", help="从信息包恢复的，须为空或尚不存在")
    restore.add_argument("--yes", action="store_true", help="确认替换；现有数据库留存在 backups 目录中")
    restore.add_argument("--other-archive", action="store_true", help="备份属于另一份档案时也替换")


def _command(commands: "argparse._SubParsersAction[_Parser]", name: str, purpose: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=purpose, description=purpose)
    command.add_argument("--json", action="store_true", help="在标准输出上给出一个 JSON 对象")
    return command
