"""The parts of make_sample.py: names, plan, bloc (who is where), ratings (who is rated what), books (the workbooks)."""
