"""Mail as pages: what it says, and behind it what is attached, each announced by a sheet, or said with its reason."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from foodsafe_desktop.domain.texts import TextState
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.pages import PageRenderer
from foodsafe_desktop.renditions.text.letters import Letter, read_eml
from foodsafe_desktop.renditions.text.outlook import read_msg
from foodsafe_desktop.renditions.text.reading import read_words
from foodsafe_desktop.renditions.worker import WorkerInspector
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Rendition
from tests.integration.renditions import hostile, makers
from tests.integration.renditions.makers import put
from tests.integration.renditions.test_pages import evidence_file


@pytest.fixture(scope="module")
def inspector() -> Iterator[WorkerInspector]:
    with closing(WorkerInspector()) as made:
        made.workers.run(Job(), 60.0, hostile.process_id)  # started here, for no single test may leave processes behind
        yield made


@pytest.fixture
def renderer(tmp_path: Path, inspector: WorkerInspector) -> PageRenderer:
    return PageRenderer(tmp_path / "cache", inspector)


def letter(subject: str, *attached: tuple[str, bytes], text: str = "请查收附件。") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "甲 <a@example.com>", "b@example.com"
    made["Date"] = "Sat, 06 May 2023 10:11:00 +0800"
    made.set_content(text)
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def printed(renderer: PageRenderer, folder: Path, content: EmailMessage | bytes) -> tuple[Rendition, list[str]]:
    """The pages of a mail, and the text of each without its blanks."""
    source = put(folder, "来信.eml", content if isinstance(content, bytes) else content.as_bytes())
    found = renderer.render(source, replace(evidence_file(source), verdict=inspect_file(source)), Job())
    assert isinstance(found, Rendition), found
    with pypdfium2.PdfDocument(found.pdf) as pdf:
        words = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    assert len(words) == found.pages == len(found.sizes)
    return found, words


def test_what_is_attached_is_printed_behind_the_mail_in_its_order(renderer: PageRenderer, tmp_path: Path) -> None:
    content = letter("抽检结果", ("报告.pdf", makers.pdf(3)), ("通知.txt", "三月八日开会".encode()))
    found, words = printed(renderer, tmp_path, content)
    assert all(one in words[0] for one in ("抽检结果", "2023-05-0610:11", "请查收附件。", "附后，共3页", "附后，共1页"))
    assert words[1].startswith("邮件附件1（共2个）邮件主题抽检结果附件名称报告.pdf")
    assert words[5].startswith("邮件附件2（共2个）")
    assert words[6] == "三月八日开会"
    assert found.pages == 7
    assert found == printed(renderer, tmp_path, content)[0], "kept"
    renderer.try_again(evidence_file(tmp_path / "来信.eml"))
    assert not found.pdf.exists(), "an office program is asked again for what is attached"


def test_what_is_attached_and_does_not_print_is_said_with_its_reason(renderer: PageRenderer, tmp_path: Path) -> None:
    archive = makers.package({"名单.txt": b"x"})
    attached = [
        ("锁.pdf", makers.locked_pdf(user="x")),
        ("空.docx", b""),
        ("包.zip", archive),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(99)),
        ("伪.pdf", bytes(range(256))),
    ]
    content = letter("五个", *attached).as_bytes()
    found, words = printed(renderer, tmp_path, content)
    assert all(one in words[0] for one in ("打开密码", "0字节", "压缩包", "winmail.dat", "内容不是该类型的文件"))
    assert "附后" not in words[0]
    assert len(words) == 2
    assert words[1].startswith("邮件附件3")
    assert "名单.txt1字节" in words[1]
    assert len(found.notes) == 1
    assert len(found.unprinted) == 5
    assert found.unprinted[0].startswith("附件1“锁.pdf”未打印。PDF 设有打开密码")
    assert found == printed(renderer, tmp_path, content)[0], "kept with the pages"


def test_mails_in_mails_are_printed_two_deep(renderer: PageRenderer, tmp_path: Path) -> None:
    content = letter("最里", ("会场.txt", "会场".encode()), text="三月八日开会。")
    for subject in ("第三层", "第二层", "第一层"):
        outer = letter(subject)
        outer.add_attachment(content)
        content = outer
    _, words = printed(renderer, tmp_path, content)
    mails = [f"电子邮件主题第{number}层" for number in "一二三"]
    assert [page[:9] for page in words] == [mails[0], "邮件附件1（共1个", mails[1], "邮件附件1（共1个", mails[2]]
    assert "最里.eml" in words[-1]
    assert "层数过多" in words[-1]
    assert "三月八日开会。" not in "".join(words)
    inner = put(tmp_path, "二.eml", read_eml(tmp_path / "来信.eml").attached[0].content)
    assert any("三月八日开会。" in page.text for page in read_words(inner).text.pages)


def test_no_more_than_fifty_attachments_are_printed(renderer: PageRenderer, tmp_path: Path) -> None:
    content = letter("许多", *((f"{number}.txt", b"x") for number in range(1, 53)))
    found, words = printed(renderer, tmp_path, content)
    [lack] = found.unprinted
    assert lack.startswith("附件51—52“51.txt”等2个未打印。附件超过50个")
    assert sum(page.startswith("邮件附件") for page in words) == 50


def test_pictures_of_the_text_stand_below_it_once(renderer: PageRenderer, tmp_path: Path) -> None:
    content = letter("照片", text="")
    content.add_alternative('<p>如下：</p><img src="cid:Abc%40x">', subtype="html")
    _, page = content.iter_parts()
    page.add_related(makers.image("PNG"), "image", "png", cid="<abc@x>", filename="image001.png")
    found, words = printed(renderer, tmp_path, content)
    assert found.pages == 1
    assert "附件" not in words[0]
    with pikepdf.open(found.pdf) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_layers_that_are_off_stay_off(renderer: PageRenderer, tmp_path: Path) -> None:
    with pikepdf.open(put(tmp_path, "a.pdf", makers.pdf(1)), allow_overwriting_input=True) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("底稿")))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(Draft=layer)
        pdf.save()
    found, _ = printed(renderer, tmp_path, letter("图层", ("a.pdf", (tmp_path / "a.pdf").read_bytes())))
    with pikepdf.open(found.pdf) as pdf:
        assert len(pdf.Root.OCProperties.D.OFF) == 1


def test_a_text_beside_a_page_is_not_lost(tmp_path: Path) -> None:
    content = letter("两段", text="前言")
    content.make_mixed()
    page = EmailMessage()
    page.set_content("<p>正文</p>", subtype="html")
    content.attach(page)
    assert read_eml(put(tmp_path, "a.eml", content.as_bytes())).text.split() == ["前言", "正文"]


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (  # MS-OXRTFCP 3.1.1 and 3.1.2
            "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
            "hello world",
        ),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", "WXYZWXYZWXYZWXYZWXYZ"),
        ("00000000000000004d454c41000000007b5c7274663120417d", "A"),
    ],
)
def test_the_text_of_a_message_that_has_it_only_as_rtf(tmp_path: Path, packed: str, text: str) -> None:
    content = bytes.fromhex(packed)
    content = (len(content) - 4).to_bytes(4, "little") + content[4:]
    message = makers.compound({"__properties_version1.0": b"x", "__substg1.0_10090102": content})
    assert read_msg(put(tmp_path, "a.msg", message)).text == text


def test_a_name_longer_than_any_disk_bears_is_cut_before_its_ending(tmp_path: Path) -> None:
    found = read_eml(put(tmp_path, "a.eml", letter("长", (f"{'长' * 900}.txt", b"x")).as_bytes()))
    assert found.attached[0].name == f"{'长' * 239}…{'长' * 11}.txt"


@pytest.mark.parametrize("charset", ["zlib", "hex", "undefined", "rot13", "raw_unicode_escape", "x" * 5000])
def test_a_text_in_no_encoding_of_texts_is_read_all_the_same(tmp_path: Path, charset: str) -> None:
    content = f"Subject: a\r\nContent-Type: text/plain; charset={charset}\r\n\r\n会议 \\ud800".encode()
    assert read_eml(put(tmp_path, "a.eml", content)).text == "会议 \\ud800"


def test_a_signature_is_no_attachment_that_lacks(renderer: PageRenderer, tmp_path: Path) -> None:
    content = letter("签名")
    content.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    found, _ = printed(renderer, tmp_path, content)
    assert found.unprinted == ()
    assert "电子签名" in found.notes[1]


def test_that_more_parts_follow_is_said(tmp_path: Path) -> None:
    content = letter("许多", *((f"{number}.txt", b"x") for number in range(501)))
    found = read_eml(put(tmp_path, "a.eml", content.as_bytes()))
    assert found.has_more
    assert len(found.attached) == 499
    assert "第500个以后" in read_words(tmp_path / "a.eml").text.detail


def test_a_letter_as_a_file_holds_its_pictures_and_says_what_it_does_not_hold(tmp_path: Path) -> None:
    made = Letter(heads=[("主题", "甲\r\nBcc: x")], text="正文")
    made.attach("照片.png", b"png", shown=True)
    made.attach("大.bin", b"", "过大。")
    found = read_eml(put(tmp_path, "a.eml", made.as_eml()))
    assert found.heads == [("主题", "甲 Bcc: x")]
    assert found.text.split() == ["正文", "〔附件“大.bin”：过大。〕"]
    assert [(one.name, one.content) for one in found.attached] == [("照片.png", b"png")]


@pytest.mark.parametrize(("subject", "name"), [("通知", "（机密）名单.txt"), ("机密：名单", "名单.txt")])
def test_a_marked_name_in_a_mail_closes_the_mail(tmp_path: Path, subject: str, name: str) -> None:
    content = letter(subject, (name, "甲".encode()))
    for mail in (content, letter("外层", ("来信.eml", content.as_bytes()))):
        source = put(tmp_path, "a.eml", mail.as_bytes())
        assert read_words(source).text.state is TextState.SECRET
        assert any(name in page.text for page in read_words(source, cleared=True).text.pages)


def test_the_same_mail_gives_the_same_bytes(tmp_path: Path, inspector: WorkerInspector) -> None:
    source = put(tmp_path, "a.eml", letter("函", ("a.pdf", makers.pdf(2))).as_bytes())
    file = replace(evidence_file(source), verdict=inspect_file(source))
    digests = set()
    for folder in ("甲", "乙"):
        found = PageRenderer(tmp_path / folder, inspector).render(source, file, Job())
        assert isinstance(found, Rendition)
        digests.add(hashlib.sha256(found.pdf.read_bytes()).hexdigest())
    assert len(digests) == 1
