"""The left pane: the catalogue as a tree with states and counts, and the filter above it.

In this room: `presenter` (what each node says, and which nodes a filter leaves; no Qt), `model` (Qt's view of that),
`view` (the pane). Not in this room: what a node's page shows.
"""
