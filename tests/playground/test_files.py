"""A file is announced, uploaded and shared, in this order, as Slack wants it."""

import io

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.driver import Driver

SCOPES = ["chat:write", "commands", "users:read", "im:history", "files:write"]
BODY = b"x" * 2_000_000


@pytest.fixture(autouse=True)
async def _granted(driver: Driver) -> None:
    await driver.post("app", scopes=SCOPES)


async def test_a_file_shows_in_the_conversation_and_can_be_downloaded(
    client: AsyncWebClient, driver: Driver, http: aiohttp.ClientSession
) -> None:
    place = await client.files_getUploadURLExternal(filename="a.zip", length=len(BODY))
    async with http.post(place["upload_url"], data=io.BytesIO(BODY)) as answer:
        assert (answer.status, await answer.text()) == (200, f"OK - {len(BODY)}")
    dm = (await client.chat_postMessage(channel="U0BEN", text="Here"))["channel"]
    file = {"id": place["file_id"], "title": "Yours"}
    await client.files_completeUploadExternal(files=[file], channel_id=dm)
    [shown] = (await driver.last_message())["files"]
    assert (shown["title"], shown["name"], shown["size"]) == ("Yours", "a.zip", len(BODY))
    async with http.get(shown["url_private_download"]) as answer:
        assert await answer.read() == BODY
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a.zip"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_is_not_uploaded_is_not_there(
    client: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    place = await client.files_getUploadURLExternal(filename="a.zip", length=5)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": place["file_id"], "title": "a"}])
    for body in (b"1234", b"123456"):
        async with http.post(place["upload_url"], data=body) as answer:
            assert answer.status == 400
    async with http.post(place["upload_url"], data=b"12345") as answer:
        assert answer.status == 200
    async with http.post(place["upload_url"], data=b"12345") as answer:
        assert answer.status == 404
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": place["file_id"], "title": "a"}], channel_id="U0BEN"
        )


async def test_files_need_their_scope(client: AsyncWebClient, driver: Driver) -> None:
    await driver.post("app", scopes=[one for one in SCOPES if one != "files:write"])
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.files_getUploadURLExternal(filename="a.zip", length=5)
