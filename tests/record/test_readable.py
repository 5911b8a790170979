"""Two threads that are first to read a structure from JSON crash while msgspec looks at its class.

So each is looked at when its module is loaded, before there is a second thread.
"""

import subprocess
import sys

from tests.source import ROOT

# What a server reads as people ask for pages; looking at a class is the one step that is Python's.
FIRST = """
import contextlib, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django, msgspec
django.setup()
from example.frozen import Frozen
from frameworks.files.companions import GlossesFile, LinksFile
from record.document import Document
looks = []
sys.setprofile(lambda frame, event, _argument: looks.append(frame.f_code.co_name))
for kind in (*Document.__subclasses__(), Frozen, GlossesFile, LinksFile):
    with contextlib.suppress(msgspec.ValidationError):
        msgspec.json.decode(b"{}", type=kind)
    print(kind.__name__, "get_class_annotations" in looks)
    looks.clear()
"""


def test_all_that_a_server_reads_has_been_looked_at_before_its_threads_begin():
    command = [sys.executable, "-c", FIRST]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    kinds = ["Frozen", "GlossesFile", "LinksFile", "Record", "Report"]
    assert sorted(done.stdout.splitlines()) == [f"{kind} False" for kind in kinds]
