"""`python until.py TEXT COMMAND…`: run what serves until it is stopped, and stop it once it has said something."""

import signal
import subprocess
import sys

text, *command = sys.argv[1:]
with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
    assert server.stdout
    up = any(text in line for line in server.stdout)
    server.send_signal(signal.SIGINT)
    rest = server.stdout.read()
sys.exit(0 if up else f"it never said {text!r}: {rest}")
