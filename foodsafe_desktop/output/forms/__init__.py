"""The printed forms of a binder, one module a form, each a function from plain values to PDF bytes.

Here: cover, contents, divider, slip, closing_note, volume_index and spines; their sizes (sizes), the page they are
drawn on (paper, flow), and what must not be named on any of them (withheld). Same input, same bytes.
Not here: page numbers on pages, joining pages to a binder, files on disk.
"""
