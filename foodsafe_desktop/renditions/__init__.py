"""Looking into files that strangers made: what they are, whether they open, and their pages for the binder.

In this room: formats by content (`signature`, `compound`), the verdict on a file (`inspection`, with `packages`,
`office`, `media`, `pictures` and `archives` for the families, and what else is seen in `pdf_facts` and
`package_facts`), what archives hold without unpacking them (`listing`, `zip_directory`, `seven_zip`), pages (`pages`,
`images`, `making`; documents in `office_pages`, or by `office_programs` in `converters`), how pages and pictures look
(`page_view`, `page_pictures`, `seen_pages`, `looks`), words (`text_reader` with `text`, and `ocr`), and the worker
processes with limits in which the reading runs (`worker`): a hostile file may crash or hang one, and costs only its
own verdict.
Not in this room: hashing and watching (`files`), and everything printed around the evidence (`output`).
"""
