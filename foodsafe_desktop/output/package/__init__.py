"""移交信息包: an archive as a bag (RFC 8493) that anybody can check, read and open without this program.

Here: making it whole or not at all (bag), the compiled volumes in it (volumes), the lists for people and for other
systems (lists, paper, metadata), reading any bag again (checking) and laying an archive out from ours (laying_out).
Not here: what goes into it (services.hand_over, domain.packages).
"""
