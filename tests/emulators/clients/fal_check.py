"""The official client of fal for Python against the emulator."""

import tempfile
from importlib.metadata import version
from pathlib import Path

import fal_client
from checks import addresses, check, close, download, failure, is_safetensors, sha256

fal = addresses["fal"]
TRAINER = "fal-ai/flux-lora-fast-training"

# The hosts are constants of the client.
module = fal_client.client
module.QUEUE_URL_FORMAT = module.RUN_URL_FORMAT = fal["queue"] + "/"
module.REST_URL, module.CDN_URL = fal["rest"], fal["cdn"]
client = fal_client.SyncClient(key=fal["key"])

folder = Path(tempfile.mkdtemp())
small, big = folder / "dataset.zip", folder / "big.zip"
small.write_bytes(b"PK\x03\x04 not much of an archive")
big.write_bytes(b"blazon" * (105 * 1024 * 1024 // 6 + 1))
try:
    url = client.upload_file(small, lifecycle=fal_client.StorageSettings(expires_in="1d"))
    check("a small file is uploaded with the token of the CDN", url.startswith(fal["cdn"] + "/files/"), url)
    check("and comes back whole", download(url) == small.read_bytes())
    big_url = client.upload_file(big)
    check("a file above 100 MiB is uploaded in parts and comes back whole", sha256(download(big_url)) == sha256(big.read_bytes()))
finally:
    small.unlink()
    big.unlink()
    folder.rmdir()
# The repository that this client falls back to gets a signed address, and the client shows it the key as well.
shown = failure(lambda: client.upload(b"PK\x03\x04", "application/zip", "fallback.zip", repository="fal"))
check("a key at a signed address is found out", getattr(shown, "status_code", None) == 400, shown)

updates = []
result = client.subscribe(
    TRAINER,
    arguments={"images_data_url": url, "trigger_word": "BLZN", "steps": 500},
    with_logs=True,
    on_queue_update=updates.append,
)
kinds = [type(update).__name__ for update in updates]
check("a training waits, works and ends", {"Queued", "InProgress", "Completed"} <= set(kinds), kinds)
lengths = [len(update.logs or []) for update in updates if not isinstance(update, fal_client.Queued)]
check("its log grows", lengths == sorted(lengths) and lengths[-1] > 10, lengths)
check("its log counts steps", "500/500" in updates[-1].logs[-1]["message"], updates[-1])
check("it has no error", updates[-1].error is None and updates[-1].error_type is None, updates[-1])
weights = download(result["diffusers_lora_file"]["url"])
check("the weights are downloaded and whole", is_safetensors(weights))

drawing = client.subscribe("fal-ai/flux/schnell", arguments={"prompt": "BLZN", "num_images": 3})
check("three pictures", len(drawing["images"]) == 3, drawing)
check("the seed does not fit a JavaScript number", drawing["seed"] > 2**53, drawing["seed"])
check("a picture is a JPEG", download(drawing["images"][0]["url"])[:3] == b"\xff\xd8\xff")

handle = client.submit(TRAINER, arguments={"images_data_url": url})
check("a job is found by its application alone", handle.status_url == f"{fal['queue']}/{TRAINER}/requests/{handle.request_id}/status", handle)
handle.cancel()
check("a cancelled job is over", isinstance(handle.status(), fal_client.Completed), handle.status())
cancelled = failure(handle.get)
check("its result is 499", getattr(cancelled, "status_code", None) == 499, cancelled)
check("and says why", cancelled.error_type == "client_cancelled", cancelled.error_type)

deep = client.submit("fal-ai/flux-2/klein/4b/lora", arguments={"prompt": "BLZN"})
check("a long endpoint is asked about by owner and app", "/fal-ai/flux-2/requests/" in deep.status_url, deep.status_url)
check("and answered", len(deep.get()["images"]) == 1)

nowhere = "00000000-0000-4000-8000-000000000000"
unknown = failure(lambda: client.status(TRAINER, nowhere))
check("an unknown job is 404 with a good key", getattr(unknown, "status_code", None) == 404, unknown)
stranger = failure(lambda: fal_client.SyncClient(key="not:good").status(TRAINER, nowhere))
check("and 401 with a bad one", getattr(stranger, "status_code", None) == 401, stranger)

rejected = failure(lambda: client.subscribe(TRAINER, arguments={"steps": 500}))
check("missing input is 422", getattr(rejected, "status_code", None) == 422, rejected)
check("and names its field", "images_data_url" in str(rejected.response.text), rejected)
foreign = failure(lambda: client.subscribe(TRAINER, arguments={"images_data_url": "http://127.0.0.1:9/a.zip"}))
check("an address that cannot be fetched is 422 too", "file_download_error" in foreign.response.text, foreign)

close(f"fal-client {version('fal-client')}")
