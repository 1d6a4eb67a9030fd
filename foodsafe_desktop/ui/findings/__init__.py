"""The 整改 view: what self-checks found, who puts it right by when, and what was closed with which evidence.

In this room: `presenter` (rows; no Qt), `model`, `view` and `decisions`. Not in this room: gaps, which become findings
in the 缺口 view, and the printed 问题整改清单, which is one of the reports.
"""
