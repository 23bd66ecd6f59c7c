"""What both scripts for Python share: how a mismatch ends the run, whole weights, the summary."""

import hashlib
import json
import struct
import sys
import urllib.request

passed = []
# The line that `serve` has printed.
addresses = json.loads(sys.argv[1])


def check(what, holds, seen=None):
    if not holds:
        print(f"MISMATCH: {what}; seen: {seen!r}", file=sys.stderr)
        sys.exit(1)
    passed.append(what)


def failure(work):
    """The error that the work must end in."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever the client raises is looked at by the caller.
        return error
    return None


def download(url):
    # Never by way of a proxy that the environment may name.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url) as response:
        return response.read()


def is_safetensors(data):
    """Whether the header can be read, and the data ends where it says."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    ends = [tensor["data_offsets"][1] for tensor in header.values() if "data_offsets" in tensor]
    return max(ends) == len(data) - 8 - length


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def close(client):
    print(json.dumps({"client": client, "checks": len(passed), "passed": passed}))
