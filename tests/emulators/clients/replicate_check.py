"""The official client of Replicate for Python against the emulator."""

import io
import tarfile
import time
from importlib.metadata import version

from checks import addresses, check, close, download, failure, is_safetensors, sha256
from replicate.client import Client
from replicate.exceptions import ReplicateError

place = addresses["replicate"]
# This client's paths carry the version of the API themselves.
base = place["api"].removesuffix("/v1")
replicate = Client(api_token=place["key"], base_url=base)
TRAINER = "ostris/flux-dev-lora-trainer"

account = replicate.accounts.current()
check("the account has a name", account.username == place["account"], account)

archive = b"PK\x03\x04 not much of an archive"
content = io.BytesIO(archive)
content.name = "dataset.zip"
uploaded = replicate.files.create(content, filename="dataset.zip", content_type="application/zip")
check("a file is uploaded with its name and type", (uploaded.name, uploaded.content_type) == ("dataset.zip", "application/zip"), uploaded)
check("to the last byte", uploaded.checksums["sha256"] == sha256(archive), uploaded)
check("it says when it ends", uploaded.expires_at is not None, uploaded)
check("it is found again", replicate.files.get(uploaded.id).id == uploaded.id)

name = f"raccoon-{time.time_ns()}"
destination = f"{place['account']}/{name}"
made = replicate.models.create(place["account"], name, visibility="private", hardware="gpu-t4")
check("a model is made", made.name == name and made.latest_version is None, made)
again = failure(lambda: replicate.models.create(place["account"], name, visibility="private", hardware="gpu-t4"))
check("only once", getattr(again, "status", None) == 409, again)

trainer = replicate.models.get(TRAINER).latest_version
check("the trainer has a version", len(trainer.id) == 64, trainer)


def train(inputs, trainer_version=trainer.id):
    return replicate.trainings.create(model=TRAINER, version=trainer_version, input=inputs, destination=destination)


training = train({"input_images": uploaded.urls["get"], "trigger_word": "BLZN", "steps": 300})
check("a training is taken", training.status == "starting" and training.output is None, training)
seen, logs = [], []
while training.status not in ("succeeded", "failed", "canceled") and len(seen) < 100:
    training.reload()
    seen.append(training.status)
    logs.append(training.logs)
check("it works and succeeds", seen[-1] == "succeeded" and "processing" in seen, seen)
check("its log only grows", all(later.startswith(earlier) for earlier, later in zip(logs, logs[1:])), logs[-1])
check("its log counts steps", "300/300" in logs[-1], logs[-1])
listed = replicate.trainings.list().results[0]
check("it is in the list", listed.id == training.id and listed.destination == destination, listed)

made = replicate.models.get(destination)
check("the destination has its version", training.output["version"] == f"{destination}:{made.latest_version.id}", made)
check("the weights lie at the other host", training.output["weights"].startswith(place["delivery"]), training.output)
with tarfile.open(fileobj=io.BytesIO(download(training.output["weights"]))) as tar:
    weights = [member for member in tar.getmembers() if member.name.endswith(".safetensors")]
    check("the archive has one file of weights", len(weights) == 1, tar.getnames())
    check("which is whole", is_safetensors(tar.extractfile(weights[0]).read()))

pictures = replicate.run(training.output["version"], input={"prompt": "BLZN", "num_outputs": 2, "output_format": "png"}, use_file_output=False)
check("its version draws", len(pictures) == 2 and download(pictures[0])[1:4] == b"PNG", pictures)
prediction = replicate.models.predictions.create("black-forest-labs/flux-schnell", input={"prompt": "a raccoon", "output_format": "jpg"})
prediction.wait()
check("an official model draws by its name", download(prediction.output[0])[:3] == b"\xff\xd8\xff", prediction)
check("and says how long it took", "predict_time" in prediction.metrics, prediction)

unwanted = train({"input_images": uploaded.urls["get"]})
unwanted.cancel()
check("a training is cancelled", unwanted.status == "canceled", unwanted)
unwanted.reload()
check("and stays so", unwanted.status == "canceled", unwanted)

stranger = failure(lambda: Client(api_token="r8_not_good", base_url=base).accounts.current())
check("a bad token is 401", isinstance(stranger, ReplicateError) and stranger.status == 401, stranger)
rejected = failure(lambda: train({"steps": 300}))
check("missing input is 422", isinstance(rejected, ReplicateError) and rejected.status == 422, rejected)
check("and says what is missing", "input_images is required" in rejected.detail, rejected)
old = failure(lambda: train({"input_images": uploaded.urls["get"]}, "0" * 64))
check("a version that does not exist is 422", getattr(old, "status", None) == 422, old)
lost = train({"input_images": f"{place['api']}/files/nothing"})
while lost.status not in ("succeeded", "failed"):
    lost.reload()
check("images that cannot be fetched are a failed training", lost.status == "failed" and "404" in lost.error, lost)
replicate.files.delete(uploaded.id)
gone = failure(lambda: replicate.files.get(uploaded.id))
check("a deleted file is 404", getattr(gone, "status", None) == 404, gone)

close(f"replicate (PyPI) {version('replicate')}")
