"""The printed forms, one module a form, each a function from plain values to PDF bytes: same input, same bytes.

Here: what stands in a volume (cover, contents, dividers, indicator, omission, reference and slip sheets, signatures,
commitment, photo sheets, closing note), around it (set cover, index, spines, box fronts) and beside it (archive
stamp, change list, job sheet); their sizes (sizes), the page they are drawn on (paper, flow, letter), and what must
not be named on any of them (withheld). Not here: page numbers on pages, joining pages to a binder, files on disk.
"""
