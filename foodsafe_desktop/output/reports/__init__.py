"""Reports: what is handed to departments, to leaders and to inspectors, as DOCX to sign and as XLSX to work in.

In this room: one module a report, each a pure function from the archive's facts to a `Report` (what stands on the
sheet); `document` and `workbook` set any of them as DOCX (GB/T 9704-2012) or XLSX; `writing` puts one in place.
Not in this room: what is missing and what it costs (domain), who is asked and when (services).
"""
