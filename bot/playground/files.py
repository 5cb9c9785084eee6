"""Files that the app uploads: announced, sent to an address of their own, then shared."""

import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.refusals import Refused

LARGEST = 50_000_000  # bytes; Slack takes a gigabyte, which nobody needs here


@dataclass
class File:
    """`secret` is in its addresses; `body` is None until it was uploaded."""

    id: str
    name: str
    length: int
    secret: str
    title: str = ""
    body: bytes | None = None
    is_shared: bool = False

    def to_slack(self, address: str) -> dict[str, Any]:
        link = f"{address}/files/{self.secret}/{self.id}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.length,
            "url_private": link,
            "url_private_download": link,
        }


class Files:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._by_id: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        file = File(f"F0{secrets.token_hex(4).upper()}", name, length, secrets.token_urlsafe(16))
        self._by_id[file.id] = file
        return file

    def uploaded(self, file_id: str) -> File:
        """A file that lies here and is not shared yet. Raises Refused."""
        file = self._by_id.get(file_id)
        if file is None or file.body is None or file.is_shared:
            raise Refused("file_not_found")
        return file

    async def take(self, request: web.Request) -> web.Response:
        """What the app sends to an upload address."""
        file = self._with_secret(request.match_info["secret"])
        if file is None or file.body is not None:
            return web.Response(text="no such upload", status=404)
        body = b""
        # Not request.read(): that takes a megabyte at most.
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > file.length:
                break
        if len(body) != file.length:
            return web.Response(text="another length than announced", status=400)
        file.body = body
        return web.Response(text=f"OK - {len(body)}")

    async def give(self, request: web.Request) -> web.Response:
        """A download: never shown in the page's own place."""
        file = self._with_secret(request.match_info["secret"])
        if file is None or file.body is None or not file.is_shared:
            raise web.HTTPNotFound
        name = "".join(letter for letter in file.name if letter.isalnum() or letter in "._- ")
        return web.Response(
            body=file.body,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _with_secret(self, secret: str) -> File | None:
        return next((file for file in self._by_id.values() if file.secret == secret), None)
