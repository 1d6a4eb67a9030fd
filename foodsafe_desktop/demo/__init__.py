"""Sample evidence that the program makes itself, to show every state of an archive and every kind of file.

In this room: an ugly, realistic evidence folder of an invented 示例区 (letters, ledgers, scans, photos, office files,
damaged and locked ones), and the paper records, values and choice of electives that go with it. Not in this room:
any person's name, any real office's document, the archive itself; nothing here is imported but by `app` and tests.
"""

from foodsafe_desktop.demo.contents import PaperRecord
from foodsafe_desktop.demo.laying import disturb, election, indicator_values, lay_evidence, paper_records

__all__ = ["PaperRecord", "disturb", "election", "indicator_values", "lay_evidence", "paper_records"]
