"""What a person can do with an archive, one module a verb: found, scan, decide, review, bind, verify.

In this room: the order in which things happen, against the Protocols of `ports`. Not in this room: Qt, SQL, PDF,
the file system. A service gets an `Archive` (the ports of one open archive) and a `Job` (progress and cancel), and
returns frozen dataclasses. By what they are about:

- the folder: `accession` (with `last_scan`, `reading`, `comparing`, `following`, `recalling`, `registering`,
  `entering`, `remarks`), `inspecting`, `withholding`, `relinking`, `taking_in`, `members`, `node_folders`, `settings`;
- what a person decides: `deciding`, `moving`, `serving`, `joining`, `page_ranges`, `notes`, `proposals`, `suggesting`,
  `answering` what `asking` and `near_duplicates` ask;
- the rules: `rules`, `correcting`, `requirements_editing`, `indicators`, `reckoning`, `deadlines`, `upgrading`;
- how the archive stands: `review` (with `reckoned`), `health`, `since`, `history`, `rectifying`, `reporting`;
- words: `texts`, `searching` (with `search_index`);
- paper: `recipes`, `coding`, `binders` (with `planning`, `pressing`, `cover_facts`, `converting`), `issuing` (with
  `handing_out`, `as_issued`, `supplementing`), `locating`, `inspector_copy`;
- safety and handing over: `backups`, `restoring`, `fixity_check`, `rehashed`, `four_properties_check`, `hand_over`.

For all of them: `job`, `front` (what is asked beyond one open archive), `stretches` and `uncollected` (very many rows).
"""
