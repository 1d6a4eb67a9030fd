"""The page of the selected node: its full text, who is responsible, how its years stand, and what is doubtful.

In this room: `presenter` (a page as plain text and facts; no Qt) and `view` (how it is laid out). Not in this room:
the evidence table below the page.
"""
