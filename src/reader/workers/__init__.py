"""Child processes that read and understand what came from outside: they can be killed, and have limits.

`wire` is how parent and child speak, `limits` what a child may use, `child` the child itself,
`pool` the parent's side, `talks` what is said for each kind of work.
"""
