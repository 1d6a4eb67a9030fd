"""检索: words found in titles, numbers, names, notes and the text of every file, while one types.

In this room: `presenter` (hits and choices in words; no Qt), `searching` (its thread), `reading` (the texts of files,
read in the background), `model` and `delegate` (the list), `view`. Not in this room: how words are found or ranked.
"""
