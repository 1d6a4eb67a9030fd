"""档案设置: how the archive follows its evidence folder, and where that folder lies.

In this room: `presenter` (what is typed → settings, and why not; no Qt), `form`, `relocation` (the question before the
folder is changed). Not in this room: what the settings do.
"""
