"""The catalogue's editions: a newer one beside the one in use, and a catalogue read from a 任务分工表.

In this room: `presenter` (what is shown of both; no Qt), `upgrade` and `importing` (the two forms), `decisions`. Not in
this room: what a newer edition changes and where decisions go; that is the domain's.
"""
