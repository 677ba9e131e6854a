"""A pytest plugin, loaded before Django's settings: each run of the tests has a data folder of its own."""

import atexit
import os
import shutil
import tempfile

from palabre.config.messages import compile_messages

if "DATA" not in os.environ:
    os.environ["DATA"] = tempfile.mkdtemp(prefix="palabre-test-")
    # children (xdist, servers) inherit the variable, so only the process that made the folder takes it away
    atexit.register(shutil.rmtree, os.environ["DATA"], ignore_errors=True)
    compile_messages()
