"""The command line: the same services as the window, for scripts, tests and headless machines.

In this room: arguments, what each command prints for people (standard error) and for programs (``--json``, one
object on standard output; `watch` prints one a line), exit codes: 0 done, 1 something needs attention, 2 refused,
130 cancelled.
Not in this room: any rule. What a command does is a service; `app` hands in the `Front`.
"""

from foodsafe_desktop.cli.arguments import ArgumentsRefused, parse, parser
from foodsafe_desktop.cli.run import DONE, REFUSED, refused, run, stopped, told
from foodsafe_desktop.cli.speaking import say

__all__ = ["DONE", "REFUSED", "ArgumentsRefused", "parse", "parser", "refused", "run", "say", "stopped", "told"]
