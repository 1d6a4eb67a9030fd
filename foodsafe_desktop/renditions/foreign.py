"""Kinds of files that nobody here opens, known by their first bytes, and what to ask for instead of each."""

import re
from dataclasses import dataclass

_AS_PDF = "请用原软件另存为 PDF 后放入同一文件夹。"
_AS_FILM = "请转换为 MP4 后放入同一文件夹。"
_AS_SOUND = "请转换为 MP3 或 MP4 后放入同一文件夹。"
_AS_PICTURE = "请另存为 JPG 或 PNG 后放入同一文件夹。"
_AS_WORKBOOK = "请另存为 XLSX 或 PDF 后放入同一文件夹。"
_SIGNED = "请用出具该文件的软件打开，取出其中的文件或另存为 PDF 后放入同一文件夹。"
_NO_EVIDENCE = "不是佐证材料常用的类型，请核对是否误放。"
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind: its name, and what a person can do."""

    name: str
    remedy: str

    @property
    def sentence(self) -> str:
        """Said of the file, and on its slip sheet."""
        return f"文件类型为“{self.name}”，本程序不能打开，未能核验。{self.remedy}"


_KINDS: tuple[tuple[bytes, Foreign], ...] = (
    (rb"AC10[0-9]{2}|AC[12]\.[0-9]", Foreign("AutoCAD 图纸（DWG）", _AS_PDF)),
    (rb"8BPS", Foreign("Photoshop 图像（PSD）", _AS_PICTURE)),
    (rb"RIFF....CDR", Foreign("CorelDRAW 图形（CDR）", _AS_PDF)),
    (rb".{4}ftypavi[fs]", Foreign("AVIF 图像", _AS_PICTURE)),
    (rb"%!PS|\xc5\xd0\xd3\xc6", Foreign("PostScript 文件（EPS、PS）", _AS_PDF)),
    (rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF", Foreign("图元文件（WMF、EMF）", _AS_PICTURE)),
    (rb"\0\0\x01\0[\x01-\x40]\0", Foreign("图标（ICO）", _NO_EVIDENCE)),
    (rb"P[1-6][\s#]|\x0a[\0-\x05]\x01[\x01\x02\x04\x08]", Foreign("图像（PNM、PCX）", _AS_PICTURE)),
    (rb"AT&TFORM....DJV", Foreign("DjVu 文档", _AS_PDF)),
    (rb"CAJ|HN\0\0|KDH ", Foreign("知网文档（CAJ、KDH）", _AS_PDF)),
    (rb"Founder CEB", Foreign("方正 Apabi 文档（CEB）", _AS_PDF)),
    (rb"SURSEN|SEP\0", Foreign("书生文档（SEP、GD）", _AS_PDF)),
    (rb"RIFF....AVI ", Foreign("视频（AVI）", _AS_FILM)),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Foreign("Windows Media 音视频（WMV、WMA）", _AS_FILM)),
    (rb"\x1a\x45\xdf\xa3", Foreign("视频（MKV、WebM）", _AS_FILM)),
    (rb"FLV\x01", Foreign("视频（FLV）", _AS_FILM)),
    (rb"\0\0\x01[\xba\xb3]|G.{187}G.{187}G", Foreign("视频（MPG、TS）", _AS_FILM)),
    (rb"#!AMR|#!SILK|\x02#!SILK", Foreign("录音（AMR、SILK）", _AS_SOUND)),
    (rb"OggS|fLaC|MAC |ADIF|\xff[\xf0\xf1\xf8\xf9]", Foreign("录音（OGG、FLAC、APE、AAC）", _AS_SOUND)),
    (rb"\xffWPC", Foreign("WordPerfect 文档", _AS_PDF)),
    (rb"\xdb\xa5-?|\x31\xbe\0\0|\x9b\xa5", Foreign("Word 6.0 以前的文档", _AS_PDF)),
    (rb"\x09[\0\x02\x04]\x06\0|\x09\0\x04\0", Foreign("Excel 4.0 及更早版本的工作簿", _AS_WORKBOOK)),
    (
        rb"\x30(?:\x80|\x82..|\x83...)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x02\x03]",
        Foreign("签名或加密封装的文件（P7M、P7S）", _SIGNED),
    ),
    (rb"[\x03\x30\x31\x83\xf5][\0-\x99][\x01-\x0c][\x01-\x1f].{6}.{18}\0{2}", Foreign("数据库表（DBF）", _AS_WORKBOOK)),
    (rb"\0\x01\0\0Standard (?:Jet|ACE) DB", Foreign("Access 数据库（MDB、ACCDB）", _AS_WORKBOOK)),
    (rb"SQLite format 3\0", Foreign("SQLite 数据库", _NO_EVIDENCE)),
    (rb"\x78\x9f\x3e\x22", Foreign("Outlook 邮件附件包（winmail.dat）", "请发件人改用普通格式重新发送附件。")),
    (rb"!BDN", Foreign("Outlook 邮箱文件（PST、OST）", "请把需要的邮件另存为 MSG 或 EML 后放入同一文件夹。")),
    (rb"L\0\0\0\x01\x14\x02\0", Foreign("Windows 快捷方式", "请放入快捷方式所指的文件本身。")),
    (rb"MZ|\x7fELF|\xcf\xfa\xed\xfe", Foreign("可执行程序", _NO_EVIDENCE)),
    (
        rb"\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ\0|.{257}ustar",
        Foreign("压缩包（GZ、BZ2、XZ、TAR）", "请解压后把文件放入同一文件夹。"),
    ),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), kind) for pattern, kind in _KINDS)


_LINK = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\{[^\]]*\][^\[]*)?\[(?:InternetShortcut|Desktop Entry)\]")


def link(head: bytes) -> Foreign | None:
    """What a text is that only says where something lies, None where it is one to be read."""
    return Foreign("网页或程序的快捷方式", "请放入所指的文件本身，网页请另存为 PDF。") if _LINK.match(head) else None


def foreign(head: bytes) -> Foreign | None:
    """The kind of a file that begins with these bytes, None where it is none of those known."""
    return next((kind for pattern, kind in _COMPILED if pattern.match(head[:_HEAD])), None)
