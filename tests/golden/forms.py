"""Every form of the program drawn once, from plans that are as hard on it as real ones."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from foodsafe_desktop.domain.binder import BoxPlace, Elsewhere, Signing
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.recipe import PAPER_SPINES, PLASTIC_SPINES, Recipe, Standard
from foodsafe_desktop.domain.signing import late_rows
from foodsafe_desktop.domain.supplements import Action
from foodsafe_desktop.output.forms.archive_stamp import StampFields, archive_stamp
from foodsafe_desktop.output.forms.box_front import archival_box_front, box_front
from foodsafe_desktop.output.forms.change_list import ChangedSheets, change_list
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.commitment import commitment
from foodsafe_desktop.output.forms.contents import contents
from foodsafe_desktop.output.forms.cover import cover
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.indicator_sheet import indicator_sheet
from foodsafe_desktop.output.forms.job_sheet import Place, VolumeJob, job_sheet
from foodsafe_desktop.output.forms.omission_sheet import omission_sheet
from foodsafe_desktop.output.forms.photo_sheet import Photo, photo_captions
from foodsafe_desktop.output.forms.reference_sheet import reference_sheet
from foodsafe_desktop.output.forms.set_cover import set_cover
from foodsafe_desktop.output.forms.signature_sheet import signature_sheet
from foodsafe_desktop.output.forms.slip import slip
from foodsafe_desktop.output.forms.spines import (
    ArchivalBox,
    archival_label,
    indicator_label,
    label_sheets,
    trial_labels,
)
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.services.ports import BoundVolume
from tests.integration.output.plans import (
    DAMAGED,
    FACTS,
    LONG_TITLE,
    bound,
    empty_volume,
    page_count,
    piece,
    risk_volume,
    section,
    standing,
    thick_volume,
    veto_volume,
)

_BY_VOLUME = Recipe(standard=Standard.BY_VOLUME, signatures=False)
_BOX = ArchivalBox("Z109", "2023", "永久", "0001", "0046", "12", "办公室", "示例区人民政府", 30)
_ELSEWHERE = Elsewhere("item-4", "第04卷 风险监测", 8, "4-(8)-2023-001", "12")


def _boxed() -> list[BoundVolume]:
    third = replace(thick_volume(), name="第07卷 过程监督 第2盒（共3盒）", box=BoxPlace(2, 3))
    return [bound(risk_volume()), bound(veto_volume()), bound(third)]


def _spines(widths: tuple[float, ...]) -> bytes:
    made = [bound(risk_volume()), bound(veto_volume())]
    labels = [replace(indicator_label(made[index % 2], FACTS), spine=width) for index, width in enumerate(widths)]
    return label_sheets(labels)


def _omitted() -> bytes:
    asked = piece(1, 90, "关于未设网络餐饮平台的说明")
    omitted = section(90, "网络餐饮服务平台落实主体责任。", standing(90, State.OMITTED), asked)
    return omission_sheet(omitted, FACTS, "本区没有网络餐饮服务第三方平台。", "区食安委〔2023〕3号")


def _job() -> bytes:
    one = VolumeJob(
        "第04卷 风险监测",
        132,
        66,
        duplex=True,
        large=("12", "13", "14", "40"),
        colour=("2", "8", "9", "31"),
        landscape=("目录1", "目录2", "7"),
        by_hand=(Place("签字表1", "责任单位签字确认表：签字、盖章"), Place("备考表1", "备考表：整理人、检查人签字")),
        originals=(Place("31", "风险会商会议签到册（纸质），2号柜-3层-第5盒"),),
    )
    return job_sheet([one, VolumeJob("第05卷 应急处置", 20, 20, duplex=False, by_hand=one.by_hand[1:])], FACTS)


def _late_signatures() -> bytes:
    rows = late_rows(risk_volume().sections, lambda one: one.ordinal == 1)
    signings = (Signing(1, (), 4), Signing(2, tuple(rows), 5))
    return signature_sheet(replace(risk_volume(), signings=signings), FACTS, 2)


def _changes() -> bytes:
    rows = [
        ChangedSheets(Action.EXCHANGE, "12—15", "4-(8)-2023-001", LONG_TITLE, "内容有变动"),
        ChangedSheets(Action.PUT_IN, "15-1", "4-(8)-2023-007", "会商会议签到册", "新增，插在第15页之后"),
        ChangedSheets(Action.TAKE_OUT, "20", "4-(8)-2023-003", "简报", "不再归入本项"),
    ]
    return change_list(risk_volume(), rows, FACTS)


def _referred() -> bytes:
    one = piece(3, 9, LONG_TITLE, dated=dt.date(2023, 3, 7), document_number="白食药安办〔2023〕12号")
    return reference_sheet(replace(one, printed_at=_ELSEWHERE), FACTS)


def _photos() -> bytes:
    taken = [Photo(f"食品安全宣传周现场（{at}）", f"IMG_{at:04d}.jpg", dt.date(2023, 6, at)) for at in range(1, 6)]
    return photo_captions(piece(3, 8, "宣传周照片"), taken, 6, FACTS)


FORMS: Mapping[str, Callable[[], bytes]] = {
    "cover": lambda: cover(page_count(risk_volume()), FACTS),
    "contents_by_piece": lambda: contents(page_count(risk_volume()), FACTS).pdf,
    "contents_by_volume": lambda: contents(page_count(risk_volume(), _BY_VOLUME), FACTS).pdf,
    "divider": lambda: divider(risk_volume().sections[0], risk_volume(), FACTS, code="FSD1|档案|小项8", tab=(3, 30)),
    "divider_empty": lambda: divider(empty_volume().sections[1], empty_volume(), FACTS),
    "indicator": lambda: indicator_sheet(risk_volume().sections[0], risk_volume(), FACTS),
    "omission": _omitted,
    "reference": _referred,
    "signatures": lambda: signature_sheet(risk_volume(), FACTS),
    "signatures_late": _late_signatures,
    "commitment": lambda: commitment(FACTS, risk_volume()),
    "closing_note_by_piece": lambda: closing_note(page_count(risk_volume()), FACTS),
    "closing_note_by_volume": lambda: closing_note(page_count(veto_volume(), _BY_VOLUME), FACTS),
    "slip": lambda: slip(risk_volume().pieces[4], DAMAGED, str(DAMAGED.slip), FACTS),
    "slip_paper": lambda: slip(risk_volume().pieces[5], risk_volume().pieces[5].parts[0], "请在此处插入原件。", FACTS),
    "archive_stamp": lambda: archive_stamp(StampFields("Z109", "2023", "0012", "办公室", "30年", "14")),
    "spines_paper": lambda: _spines(PAPER_SPINES),
    "spines_plastic": lambda: _spines(PLASTIC_SPINES),
    "spines_archival": lambda: label_sheets([archival_label(_BOX), archival_label(replace(_BOX, organ="", spine=50))]),
    "spines_trial": lambda: trial_labels(PAPER_SPINES),
    "box_front": lambda: box_front(page_count(risk_volume()), FACTS),
    "box_front_archival": lambda: archival_box_front(_BOX),
    "set_cover": lambda: set_cover(_boxed(), FACTS),
    "volume_index": lambda: volume_index(_boxed(), {"30．某自选项": "未选自选项，不装订"}, FACTS),
    "photo_sheet": _photos,
    "change_list": _changes,
    "job_sheet": _job,
}
