"""The few questions that need more than a click: new archive, 归入, 著录, paper, 合理缺项, electives, binder folder.

In this room: one form a module, all built on `base.Form` (with `scrolling` where they have tabs); each says itself why
it cannot be confirmed yet. Not in this room: what is done with the answers: a form hands them to the callback it was
given.
"""
