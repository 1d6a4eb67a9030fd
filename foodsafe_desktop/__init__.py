"""食安档案: the dossier workbench for food-safety demonstration archives.

Rooms, from the inside out: `domain` (rules, standard library only), `services` (what a person can do,
against ports), then `store`, `files`, `renditions`, `output`, `cli` and `ui` side by side, which never meet
each other, and `app`, the one place that knows them all. ARCHITECTURE.md has the map.
"""

import os

__version__ = "0.1.0"

# onnxruntime reports its use to its maker over the network, and keeps a number for this machine, unless it finds this
# when it is loaded. Here, so that it holds in every process of the program, worker processes included.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
