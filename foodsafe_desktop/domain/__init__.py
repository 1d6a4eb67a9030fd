"""The dossier's rules: frozen dataclasses and pure functions over them.

In this room: the catalogue, what an archive holds, what is missing and why, where a file belongs by its
folder, how a binder is arranged and numbered, and the errors a person may meet. Standard library only.
Not in this room: any disk, database, clock, PDF, or screen. Read in the order catalogue, evidence, dossier,
placing, requirements, matching, validity, shelves, checks, gaps, points, score, grid, binder.
"""
