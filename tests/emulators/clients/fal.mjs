// The official client of fal for JavaScript against the emulator.
import { addresses, check, close, download, failure, isSafetensors, require, sha256 } from './checks.mjs';

const { createFalClient, ApiError, ValidationError } = require('@fal-ai/client');
const { queue, cdn, key } = addresses.fal;
const TRAINER = 'fal-ai/flux-lora-fast-training';

// The client has its hosts built in; every address of its API is bent to the emulator, everything else is left alone.
const client = (credentials) =>
  createFalClient({
    credentials,
    requestMiddleware: async (request) => ({ ...request, url: request.url.replace(/^https:\/\/[^/]+/, queue) }),
    retry: { maxRetries: 0 }
  });
const fal = client(key);

const zip = new File([Buffer.from('PK\x03\x04 not much of an archive')], 'dataset.zip', { type: 'application/zip' });
const url = await fal.storage.upload(zip, { lifecycle: { expiresIn: '1d' } });
check('a small file is uploaded by one signed PUT', url.startsWith(`${cdn}/files/`), url);

const big = Buffer.alloc(96 * 1024 * 1024 + 7, 'blazon');
const bigUrl = await fal.storage.upload(new File([big], 'big.zip', { type: 'application/zip' }));
const bigBack = await download(bigUrl);
check('a file above 90 MiB is uploaded in parts and comes back whole', sha256(bigBack.bytes) === sha256(big), bigBack.status);

const updates = [];
const training = await fal.subscribe(TRAINER, {
  input: { images_data_url: url, trigger_word: 'BLZN', steps: 500 },
  logs: true,
  pollInterval: 20,
  onQueueUpdate: (update) => updates.push(update)
});
const seen = updates.map((update) => update.status);
check('a training waits, works and ends', ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'].every((word) => seen.includes(word)), seen);
const lengths = updates.map((update) => update.logs?.length ?? 0);
check('its log grows', lengths.every((length, place) => place === 0 || length >= lengths[place - 1]) && lengths.at(-1) > 10, lengths);
check('its log counts steps', updates.at(-1).logs.at(-1).message.includes('500/500'), updates.at(-1).logs.at(-1));
check('the result names its request', training.requestId.length > 10, training.requestId);

const weights = await download(training.data.diffusers_lora_file.url);
check('the weights are downloaded and whole', isSafetensors(weights.bytes), weights.status);
check('the result tells their size', training.data.diffusers_lora_file.file_size === weights.bytes.length, training.data);

const drawing = await fal.subscribe('fal-ai/flux-lora', {
  input: {
    prompt: 'BLZN on a branch',
    loras: [{ path: training.data.diffusers_lora_file.url, scale: 1 }],
    num_images: 2,
    seed: 7,
    image_size: 'square',
    output_format: 'png'
  },
  pollInterval: 20
});
check('two pictures of the size asked for', drawing.data.images.length === 2 && drawing.data.images[1].width === 512, drawing.data);
check('the seed is told', drawing.data.seed === 7 && drawing.data.has_nsfw_concepts.length === 2, drawing.data);
const picture = await download(drawing.data.images[0].url);
check('a picture is a PNG', picture.bytes.subarray(1, 4).toString() === 'PNG', picture.headers.get('content-type'));

const caption = await fal.subscribe('fal-ai/florence-2-large/detailed-caption', {
  input: { image_url: drawing.data.images[0].url },
  pollInterval: 20
});
check('a caption is a text', caption.data.results.length > 10, caption.data);

const { request_id: requestId } = await fal.queue.submit(TRAINER, { input: { images_data_url: url } });
await fal.queue.cancel(TRAINER, { requestId });
const status = await fal.queue.status(TRAINER, { requestId, logs: true });
check('a cancelled job is over', status.status === 'COMPLETED', status);
const cancelled = await failure(() => fal.queue.result(TRAINER, { requestId }));
check('its result is 499', cancelled instanceof ApiError && cancelled.status === 499, cancelled);
const twice = await failure(() => fal.queue.cancel(TRAINER, { requestId }));
check('it cannot be cancelled twice', twice.status === 400, twice);

const nowhere = { requestId: '00000000-0000-4000-8000-000000000000' };
const unknown = await failure(() => fal.queue.status(TRAINER, nowhere));
check('an unknown job is 404 with a good key', unknown.status === 404, unknown);
const stranger = await failure(() => client('not:good').queue.status(TRAINER, nowhere));
check('and 401 with a bad one', stranger instanceof ApiError && stranger.status === 401, stranger);
const strangersFile = await failure(() => client('not:good').storage.upload(zip));
check('a bad key uploads nothing', strangersFile.status === 401, strangersFile);

const rejected = await failure(() => fal.subscribe(TRAINER, { input: { steps: 500 }, pollInterval: 20 }));
check('missing input is a validation error', rejected instanceof ValidationError && rejected.status === 422, rejected);
check('which names its field', rejected.getFieldErrors('images_data_url')[0]?.type === 'value_error.missing', rejected.body);
const foreign = await failure(() =>
  fal.subscribe(TRAINER, { input: { images_data_url: 'http://127.0.0.1:9/dataset.zip' }, pollInterval: 20 })
);
check('an address that cannot be fetched is one too', foreign.fieldErrors?.[0]?.type === 'file_download_error', foreign.body);

close('@fal-ai/client');
