"""档案设置: how the archive follows its evidence folder, where that folder lies, and how coverage is reckoned.

In this room: `presenter` (what is typed → settings, and why not; no Qt), `form`, `reckoning`, `relocation` (the
question before the folder is changed). Not in this room: what the settings do.
"""
