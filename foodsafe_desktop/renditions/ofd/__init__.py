"""OFD (GB/T 33190-2016) to PDF pages and to text, offline, with what the program ships and nothing else.

In this room: the package and its XML within budgets (`package`, `values`), pages, templates and resources
(`document`), faces and their outlines (`faces`, `glyphs`), the drawing of text, paths, pictures and patterns
(`texts`, `paths`, `paint`, `images`, `painter` on a `sheet`), seals (`seals`), and what leaves it: `pages.ofd_to_pdf`
and `words.ofd_text`. What cannot be printed is refused with one sentence (`CannotPrint`), what is missing on a
page is a remark.
Not in this room: whether signatures are valid (nobody's stamp is judged here), and attachments.
"""
