"""The words in a file, by kind, read in a worker process: nothing here trusts the file or needs a program beside it.

In this room: `reading` finds out what a file is and has it read by `pdf`, `xml_text` (OOXML, ODF), `workbooks`,
`binary_workbooks`, `biff`, `word97` (doc, wps, ppt), `rtf`, `mail` with `letters` and `outlook`, and `plain`; `budget`
holds all of them to so many characters a file.
Not in this room: the text of OFD (`renditions.ofd`), recognising pictures (`renditions.ocr`), the worker processes
(`renditions.text_reader`), and where texts are kept (`store`).
"""
