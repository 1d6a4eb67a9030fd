"""待答问题: what a scan could not decide by itself, one question after the other, answered with one key.

In this room: `presenter` (what each question says and what may be answered; no Qt), `view` (list and question).
Not in this room: when a question arises and what an answer does.
"""
