"""The disk as the user keeps it: the catalogue's file, the evidence folder, and what happens in it.

In this room: catalogues, requirement lists and recipes as TOML, with every mistake named by line and field (`editions`,
the modules in `_toml`), walking and reading the evidence folder (`evidence_folder` with `walking`, `reading`,
`readers`, `digests` and `hashing`), laying out its empty skeleton (`skeleton`), noticing that it changed and came to
rest (`watcher` with `listening`, `windows_listening` and `quiet`), what names mean on disks (`names`), and how paths
are said to the system (`system_paths`).
Not in this room: what a file's bytes are or whether they open (`renditions`), where a file belongs (`domain.placing`),
and any writing to evidence: only empty folders are ever made, and only on request.
"""
