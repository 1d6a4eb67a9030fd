"""装订: what a binder would be before it is compiled, and what is done with it after: issue, supplement, print.

In this room: `presenter` and `sheets` (rows and sentences, without Qt), `table` (the one model of marked rows), `view`
(choosers, volumes, remarks, sheets, recipes), `decisions` (what the view's wishes become), the forms that ask before
anything is done, and `printing` (pages onto a printer). Not in this room: planning, numbering, freezing: that is the
services' and the domain's.
"""
