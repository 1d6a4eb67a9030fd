"""档案设置: how the archive follows its evidence folder, how coverage is reckoned, when copies are made, how it looks.

In this room: `presenter` (what is typed → settings, and why not; no Qt), `form` with its parts `reckoning`, `keeping`
and `looking`, `relocation` (the question before the folder is changed). Not in this room: what the settings do.
"""
