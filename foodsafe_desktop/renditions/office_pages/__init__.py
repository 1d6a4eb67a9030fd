"""Documents laid out by the program itself, for machines on which no office program is installed.

In this room: text with mixed faces as reportlab flowables (`flow`), pages of them (`sheets`), Word documents
(`document` and what it is made of), ruled grids of cells (`grid`, `grid_pages`) for workbooks (`workbook`,
`old_workbook`), plain text and tables of it (`plain`), mail (`mail`) and the listing of slides (`slides`).
Not in this room: other programs that lay out better where they are installed (`converters`), and the cache (`making`).
Nothing here follows a link, runs a macro or loads anything from outside the file.
"""
