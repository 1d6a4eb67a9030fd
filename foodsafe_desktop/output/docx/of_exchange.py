"""The 换页清单 as a document."""

from collections.abc import Sequence

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.docx.manuscript import Manuscript, Par
from foodsafe_desktop.output.docx.writing import Writing, type_of
from foodsafe_desktop.output.forms.change_list import TITLE, ChangedSheets, write_change_list
from foodsafe_desktop.output.forms.sizes import FORM_TITLE, NOTE, TABLE_FRAME
from foodsafe_desktop.output.forms.words import volume_heading
from foodsafe_desktop.services.ports import BinderFacts


def change_list_docx(volume: VolumePlan, rows: Sequence[ChangedSheets], facts: BinderFacts) -> bytes:
    """The list for one volume, in the order given."""
    manuscript = Manuscript()
    manuscript.section(TABLE_FRAME)
    line = f"{facts.archive_title}　{volume_heading(volume)}　{day_text(facts.on)}"
    manuscript.paragraph(Par(TITLE, type_of(FORM_TITLE), "center"))
    manuscript.paragraph(Par(line, type_of(NOTE), "center", after=6, grey=True))
    write_change_list(Writing(manuscript, TABLE_FRAME), rows)
    return manuscript.finished()
