"""Office programs that are installed on this machine and lay out documents better than this program does itself.

In this room: what there is (`found`), LibreOffice without a window (`libreoffice`), WPS and Microsoft Office by way of
COM on Windows (`automation`), and child processes with a time limit whose whole tree can be ended (`children`).
Not in this room: the choice of the archive (domain.converting), the program's own layout (`office_pages`), and whether
a document may be handed over at all (`office_programs`): none that is damaged, locked or draws on anything outside is.
"""
