"""The 检查 view: what is wrong with files, doubts and papers, and the copies of the archive.

In this room: `presenter` and `copies` (what is said; no Qt), `lists` (files, doubts, papers), `safety` (verifying,
backing up, restoring), `four_properties` (the check before a hand-over), `view` (the tabs, with questions, history and
bin beside them). Not in this room: what makes a file faulty, and how a copy is made or put back.
"""
