"""What a person can do with an archive, one room a verb: found, scan, decide, review, bind, verify.

In this room: the order in which things happen, against the Protocols of `ports`. Not in this room: Qt, SQL, PDF,
the file system. A service gets an `Archive` (the ports of one open archive) and a `Job` (progress and cancel), and
returns frozen dataclasses.
"""
