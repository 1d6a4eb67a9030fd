"""The left pane: the catalogue as a tree with states and counts, and the filter above it.

In this room: `nodes` (the lines, and which of them a filter leaves) and `presenter` (what each says), both without
Qt; `model`, `view` (the pane), `dropping` (evidence that is dropped onto a line). Not in this room: what a node's page
shows.
"""
