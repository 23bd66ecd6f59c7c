"""Reads an archive as Python's zipfile does, which the trainers of fal and Replicate use, and
prints what is in it as JSON."""

import json
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    damaged = archive.testzip()
    entries = []
    for entry in archive.infolist():
        with archive.open(entry) as file:
            content = file.read()
        entries.append(
            {
                "name": entry.filename,
                "stored": entry.compress_type == zipfile.ZIP_STORED,
                "directory": entry.is_dir(),
                "flags": entry.flag_bits,
                "date": list(entry.date_time),
                "size": len(content),
                "start": content[:2].hex(),
                "text": content.decode("utf-8") if entry.filename.endswith(".txt") else None,
            }
        )
    print(json.dumps({"damaged": damaged, "comment": len(archive.comment), "entries": entries}))
