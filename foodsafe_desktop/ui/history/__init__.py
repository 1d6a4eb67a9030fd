"""操作历史: who did what when, of the whole archive or of one piece, file or number, and whether the record is whole.

In this room: `words` (verbs and details in Chinese), `presenter` (rows and filters; no Qt), `model`, `view`.
Not in this room: how the history is kept and chained.
"""
