"""回收站: evidence that was put aside, and how it comes back. Nothing is ever deleted from here.

In this room: `view`. What its rows say is in `evidence.presenter`; Qt's model of them in `evidence.model`.
"""
