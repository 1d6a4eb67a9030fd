"""The inspector's copy: the volumes' PDFs and one page that leads through them, for a USB stick and any browser.

Here: the folder and its manifest (copy), the page (page, markup), what its search looks in (search_index, holdings).
Its looks and its one script are in ``resources/inspector-copy``. Not here: compiling the volumes, as the press does it.
"""
