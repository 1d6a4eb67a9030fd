"""The program is killed at hundreds of moments: what it said was kept is there, and nothing half is left.

`work` is what the child does until it dies, `trials` kills it and looks at what is left:
``python -m tests.crash.trials --trials 300 --seed 1`` prints how many there were, of what and with what outcome.
"""
