"""Paper: everything that becomes PDF, DOCX or XLSX, and the page of an inspector's copy.

In this room: printed forms and their editable edition, the assembly of thousands of pages into a volume, page numbers,
what goes with a set, manifests, and how files are put in place whole or not at all. Not in this room: what goes into
a volume and in which order (domain.arranging), turning evidence into pages (renditions), any decision of people.
"""
