"""The 缺口 view: everything that is missing in one table, narrowed by department, year, reason, basis and text.

In this room: `presenter` (rows and filter; no Qt), `model`, `view`, `decisions` (what is done with gaps) and `orders`
(the reports that are one click away). Not in this room: what is a gap; that is the domain's.
"""
