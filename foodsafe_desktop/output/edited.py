"""What people edited since it was made: it is kept under another name before anything takes its place."""

from pathlib import Path

from foodsafe_desktop.output.manifest import Printout, was_edited
from foodsafe_desktop.output.naming import free_name
from foodsafe_desktop.output.staging import Staging
from foodsafe_desktop.services.ports import BinderFacts


def spare_edited(stage: Staging, manifest: Path, made: Printout, facts: BinderFacts) -> str:
    """Keep an edited file, vouched for by `manifest`, before `made` replaces it; a sentence on that, or nothing."""
    target = manifest.with_name(made.path)
    if not was_edited(target, manifest, made):
        return ""
    other = free_name(target, f"（已修改 {facts.on.isoformat()}）")
    stage.put_aside(target.name, other)
    return f"“{target.name}”在上次装订后有人工修改，未予覆盖，已另存为“{other}”。"
