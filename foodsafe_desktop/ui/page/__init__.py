"""The page of the selected node: its full text, who is responsible, how its years stand, and what is doubtful.

In this room: `presenter`, `asked` and `corrected` (what a page says, its checklist, its corrections; no Qt), `view`
with `checklist`, `indicators` and `marks` (how it is laid out), `decisions` (what its wishes become). Not in this room:
the evidence table below the page, and how a number stands, which is the domain's.
"""
