"""The editable edition: every form as DOCX for Windows and WPS, saying what the printed one says.

Here: the body of a document written as text (manuscript), the flow that forms are written through (writing), a volume
(volume), what goes with a set and with an exchange of sheets (of_set, of_exchange). Not here: reports, whose documents
are those of GB/T 9704, slip sheets and evidence, which only stand in the printed edition.
"""
