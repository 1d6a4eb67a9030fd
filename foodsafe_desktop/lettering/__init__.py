"""Letters on paper, for every room that prints.

In this room: the shipped faces and which of them prints each character (`fonts`; `slim` keeps them small in memory),
and where a line of Chinese may be broken (`typesetting`).
Not in this room: forms and binders (`output`), and pages made of evidence (`renditions`).
"""
