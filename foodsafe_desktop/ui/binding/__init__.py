"""装订: what a binder would be before it is compiled, and what is done with it after: issue, supplement, print.

In this room: `presenter`, `sheets` and `pages` (rows, sentences, which page goes onto which paper; no Qt), `table` (its
marked rows), `view` and `details` (choosers, volumes, remarks, sheets, recipes), `decisions` and `keeping` (what the
view's wishes become), the forms that ask before anything is done, and `printing` (pages onto a printer). Not in this
room: planning, numbering, freezing: that is the services' and the domain's.
"""
