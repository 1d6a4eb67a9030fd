"""How the archive reckons coverage where the plan leaves it open: omissions, customary papers, paper originals."""

import json
from dataclasses import asdict

from foodsafe_desktop.domain.errors import SettingRefused
from foodsafe_desktop.domain.gaps import CoverageOptions
from foodsafe_desktop.domain.points import OmissionScoring
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)
from foodsafe_desktop.services.rules import OPTIONS

LONGEST_SLACK = 12
"""Months that a document's date may at most miss its year by."""


def options_of(unit: UnitOfWork) -> CoverageOptions:
    """The archive's options, inside a transaction that is open already; the defaults where none were saved."""
    text = unit.setting(OPTIONS)
    if text is None:
        return CoverageOptions()
    known = {name: value for name, value in json.loads(text).items() if name in CoverageOptions.__dataclass_fields__}
    return CoverageOptions(**{**known, "omissions": OmissionScoring(known["omissions"])})


def coverage_options(archive: Archive) -> CoverageOptions:
    """The archive's options."""
    with archive.store.begin() as unit:
        return options_of(unit)


def save_coverage_options(archive: Archive, options: CoverageOptions) -> Decision:
    """Keep options: every figure follows them at once. Raises SettingRefused."""
    if not 0 <= options.date_slack_months <= LONGEST_SLACK:
        raise SettingRefused("成文日期宽限", f"须在 0 到 {LONGEST_SLACK} 个月之间")
    before = coverage_options(archive)
    _save(archive, options)
    return Decision("已保存计分与核算方式。", lambda: _save(archive, before), lambda: _save(archive, options))


def _save(archive: Archive, options: CoverageOptions) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(OPTIONS, json.dumps(asdict(options), ensure_ascii=False))
        unit.record(archive.clock(), archive.who, "settings_saved", OPTIONS, asdict(options))
