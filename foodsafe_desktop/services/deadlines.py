"""申报日期 and 验收日期: the days themselves, once they are known; until then the plan's months count."""

import datetime as dt
import json
from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Catalogue, last_day
from foodsafe_desktop.domain.errors import SettingRefused
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork

DEADLINES = "deadlines"
"""The name under which the store keeps them."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days of application and acceptance as the archive was told; None: not known yet."""

    application: dt.date | None = None
    acceptance: dt.date | None = None

    def application_of(self, catalogue: Catalogue) -> dt.date:
        """The day that counts: the one told, else the last of the plan's month."""
        return self.application or last_day(catalogue.application_month)

    def acceptance_of(self, catalogue: Catalogue) -> dt.date:
        """The day that counts: the one told, else the last of the plan's month."""
        return self.acceptance or last_day(catalogue.acceptance_month)


def deadlines_of(unit: UnitOfWork) -> Deadlines:
    """The archive's days, inside a transaction that is open already."""
    kept = json.loads(unit.setting(DEADLINES) or "{}")
    return Deadlines(*(dt.date.fromisoformat(kept[name]) if kept.get(name) else None for name in _NAMES))


def save_deadlines(archive: Archive, now: Deadlines) -> Decision:
    """Keep the days. Raises SettingRefused where acceptance would come before application."""
    if now.application and now.acceptance and now.acceptance < now.application:
        raise SettingRefused("验收日期", "不能早于申报日期")
    with archive.store.begin() as unit:
        before = deadlines_of(unit)
    _save(archive, now)
    return Decision("已保存申报日期和验收日期。", lambda: _save(archive, before), lambda: _save(archive, now))


_NAMES = ("application", "acceptance")


def _save(archive: Archive, days: Deadlines) -> None:
    kept = {name: day.isoformat() if (day := getattr(days, name)) else "" for name in _NAMES}
    with archive.store.begin() as unit:
        unit.set_setting(DEADLINES, json.dumps(kept))
        unit.record(archive.clock(), archive.who, "settings_saved", DEADLINES, kept)
