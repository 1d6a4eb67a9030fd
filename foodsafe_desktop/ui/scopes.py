"""Which binder a node stands for. No Qt."""

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.wording import chinese_number, sub_item_mark
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, VETOES, Kind, NodeKey

ALL = "all"
ALL_WORDS = "全部卷册：每个大项一卷，否决项一卷，附总目录和盒脊"


def scope_of(catalogue: Catalogue, key: NodeKey | None) -> tuple[str, str] | None:
    """The scope and its words for a node; None where there is nothing to bind (inbox, reserved numbers)."""
    scope: tuple[str, str] | None = None
    if key == CATALOGUE:
        scope = ALL, ALL_WORDS
    elif key == VETOES:
        # The vetoes make the volume after the last 大项.
        scope = f"box:{max(one.number for one in catalogue.items) + 1}", "否决项一卷"
    elif key is not None and key.kind is Kind.DIMENSION:
        title = next(one.title for one in catalogue.dimensions if one.number == key.number)
        scope = f"dimension:{key.number}", f"方面“{chinese_number(key.number)}、{title}”的各卷"
    elif key is not None and key.kind is Kind.ITEM:
        title = next(one.title for one in catalogue.items if one.number == key.number)
        scope = f"item:{key.number}", f"第{key.number}大项“{title}”一卷"
    elif key is not None and catalogue.takes_evidence(key.number):
        kind = "小项" if key.kind is Kind.SUB_ITEM else "否决项"
        scope = f"sub-item:{key.number}", f"{kind}{sub_item_mark(key.number)}单独成卷"
    return scope
