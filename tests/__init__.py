"""What is imported is compiled once and kept: without that, half of what a process needs to start is compiling."""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # for the processes that tests start, xdist's too
sys.dont_write_bytecode = False
