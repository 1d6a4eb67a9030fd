"""The domain's rules, each against examples and against laws that hold for any dossier."""
