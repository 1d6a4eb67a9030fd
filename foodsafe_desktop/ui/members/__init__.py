"""The files in an archive (压缩包) among the evidence: a list to look at, and to choose what is taken out.

In this room: `form` (the list with its boxes to tick), `taking` (what the choice becomes). Not in this room: reading
and writing them (services.members), and the list that is printed on a slip sheet.
"""
