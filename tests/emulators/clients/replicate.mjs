// The official client of Replicate for JavaScript against the emulator.
import { addresses, check, close, download, failure, isSafetensors, require, sha256 } from './checks.mjs';

const Replicate = require('replicate');
const { api, delivery, key, account } = addresses.replicate;
const replicate = new Replicate({ auth: key, baseUrl: api });

const me = await replicate.accounts.current();
check('the account has a name', me.username === account, me);

const zip = Buffer.from('PK\x03\x04 not much of an archive');
const file = await replicate.files.create(new File([zip], 'dataset.zip', { type: 'application/zip' }));
check('a file is uploaded with its name and type', file.name === 'dataset.zip' && file.content_type === 'application/zip', file);
check('to the last byte', file.checksums.sha256 === sha256(zip) && file.size === zip.length, file);
check('it is listed', (await replicate.files.list()).results.some((listed) => listed.id === file.id), file.id);

const destination = `${account}/raccoon-${Date.now()}`;
const name = destination.split('/')[1];
const wish = { visibility: 'private', hardware: 'gpu-t4' };
const made = await replicate.models.create(account, name, wish);
check('a model is made', made.name === name && made.latest_version === null, made);
const again = await failure(() => replicate.models.create(account, name, wish));
check('only once', again.response?.status === 409, again.message);

const trainer = await replicate.models.get('ostris', 'flux-dev-lora-trainer');
check('the trainer has a version', /^[0-9a-f]{64}$/.test(trainer.latest_version.id), trainer);
const train = (input, version_ = trainer.latest_version.id) =>
  replicate.trainings.create('ostris', 'flux-dev-lora-trainer', version_, { destination, input });
const started = await train({ input_images: file.urls.get, trigger_word: 'BLZN', steps: 300 });
check('a training is taken', started.status === 'starting' && started.output === null, started);

const seen = [];
let training = started;
while (!['succeeded', 'failed', 'canceled', 'aborted'].includes(training.status) && seen.length < 100) {
  training = await replicate.trainings.get(started.id);
  seen.push({ status: training.status, progress: Replicate.parseProgressFromLogs(training) });
}
check('it works and succeeds', training.status === 'succeeded' && seen.some(({ status }) => status === 'processing'), seen);
check('its log tells the progress', seen.at(-1).progress.current === 300 && seen.at(-1).progress.total === 300, seen.at(-1));
check('it took time', typeof training.metrics.predict_time === 'number', training.metrics);
check('it is in the list, by its destination', (await replicate.trainings.list()).results[0].output?.version.startsWith(destination), training);

const model = await replicate.models.get(account, name);
check('the destination has its version', training.output.version === `${destination}:${model.latest_version.id}`, model);
check('the weights lie at the other host', training.output.weights.startsWith(delivery), training.output);
const tar = await download(training.output.weights);
const size = parseInt(tar.bytes.subarray(124, 135).toString(), 8);
check('the archive is whole', isSafetensors(tar.bytes.subarray(512, 512 + size)), tar.status);

const pictures = await replicate.run(training.output.version, {
  input: { prompt: 'BLZN on a branch', num_outputs: 2, output_format: 'png', aspect_ratio: '1:1' }
});
check('its version draws', pictures.length === 2, pictures);
const picture = await download(`${pictures[0]}`);
check('a picture is a PNG', picture.bytes.subarray(1, 4).toString() === 'PNG', picture.status);
const official = await replicate.run('black-forest-labs/flux-schnell', {
  input: { prompt: 'a raccoon' },
  wait: { mode: 'poll', interval: 10 }
});
const webp = await download(`${official[0]}`);
check('an official model draws by its name, in WebP', webp.bytes.subarray(8, 12).toString() === 'WEBP', webp.status);

const unwanted = await train({ input_images: file.urls.get });
const cancelled = await replicate.trainings.cancel(unwanted.id);
check('a training is cancelled', cancelled.status === 'canceled', cancelled);
check('and stays so', (await replicate.trainings.get(unwanted.id)).status === 'canceled', cancelled);

const stranger = await failure(() => new Replicate({ auth: 'r8_not_good', baseUrl: api }).accounts.current());
check('a bad token is 401', stranger.response?.status === 401, stranger.message);
const rejected = await failure(() => train({ steps: 300 }));
check('missing input is 422', rejected.response?.status === 422, rejected.message);
check('and says what is missing', rejected.message.includes('input_images is required'), rejected.message);
const old = await failure(() => train({ input_images: file.urls.get }, '0'.repeat(64)));
check('a version that does not exist is 422', old.response?.status === 422, old.message);
const lost = await failure(() => replicate.models.get('nobody', 'nothing'));
check('a model that does not exist is 404', lost.response?.status === 404, lost.message);
check('a file is deleted', await replicate.files.delete(file.id), file.id);

close('replicate');
