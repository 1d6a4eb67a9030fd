"""The pages of a piece of evidence beside its list, and what is known of its file.

In this room: `presenter` (what may be shown and what is said instead), `layout` (where pages lie), `kept` (pictures,
bounded in bytes), all three without Qt; `reading` (the threads), `previewing` (which follows the selection), `canvas`,
`facts`, `view`, `side` (where it stands).
Not in this room: opening or drawing files, which a port does on the one thread that may.
"""
