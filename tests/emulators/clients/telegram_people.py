"""People on Telegram, played over HTTP: they write, tap, send photos, and see what the bot has done."""

import asyncio
import json
import struct
import urllib.request
import zlib
from urllib.parse import quote

from checks import addresses

place = addresses["telegram"]
# Never by way of a proxy that the environment may name.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def png(width, height):
    """A picture of one colour."""
    rows = b"".join(b"\x00" + b"\x90\x40\x20" * width for _ in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def ask(method, path, body=None, raw=None):
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    kind = "application/octet-stream" if raw is not None else "application/json"
    request = urllib.request.Request(f"{place['api']}/sim/{path}", data=data, method=method, headers={"content-type": kind})
    with opener.open(request) as response:
        return json.loads(response.read())


async def sim(method, path, body=None, raw=None):
    return await asyncio.to_thread(ask, method, path, body, raw)


async def trouble(method, kind, **more):
    await sim("POST", "troubles", {"method": method, "kind": kind, **more})


class Person:
    def __init__(self, number):
        self.id = number

    @classmethod
    async def appears(cls, name, language):
        made = await sim("POST", "people", {"first_name": name, "language_code": language})
        return cls(made["id"])

    async def writes(self, text, chat=None):
        return await sim("POST", f"people/{self.id}/writes", {"text": text, "chat_id": chat or self.id})

    async def sends_photo(self, photo, caption):
        return await sim("POST", f"people/{self.id}/photo?caption={quote(caption)}", raw=photo)

    async def taps(self, message, data):
        tapped = await sim("POST", f"people/{self.id}/taps", {"message_id": message["message_id"], "data": data})
        return tapped["callback_query_id"]

    async def next_message(self, timeout=10):
        return await sim("GET", f"people/{self.id}/next?timeout={timeout}")

    async def answer_to(self, tap, timeout=10):
        return await sim("GET", f"answers/{tap}?timeout={timeout}&chat_id={self.id}")

    async def messages(self):
        return await sim("GET", f"chats/{self.id}")

    async def blocks(self):
        await sim("POST", f"people/{self.id}/blocks", {})

    async def menu(self):
        return await sim("GET", f"people/{self.id}/commands")
