// grammY, with which bots are written in JavaScript, against the emulator.
import { deflateSync, crc32 } from 'node:zlib';
import { addresses, check, close, download, failure, require, sha256 } from './checks.mjs';

const { Bot, GrammyError, HttpError, InlineKeyboard, InputFile } = require('grammy');
const { api, token, username } = addresses.telegram;

// A picture of one colour.
function png(width, height) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

async function sim(method, path, body) {
  const raw = Buffer.isBuffer(body);
  const response = await fetch(`${api}/sim/${path}`, {
    method,
    headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json' },
    body: raw ? body : body && JSON.stringify(body)
  });
  return response.json();
}

async function person(name, language) {
  const { id } = await sim('POST', 'people', { first_name: name, language_code: language });
  return {
    id,
    writes: (text) => sim('POST', `people/${id}/writes`, { text }),
    sendsPhoto: (photo) => sim('POST', `people/${id}/photo`, photo),
    taps: async (message, data) => (await sim('POST', `people/${id}/taps`, { message_id: message.message_id, data })).callback_query_id,
    nextMessage: () => sim('GET', `people/${id}/next?timeout=10`),
    answerTo: (tap) => sim('GET', `answers/${tap}?timeout=10&chat_id=${id}`),
    messages: () => sim('GET', `chats/${id}`)
  };
}

const bot = new Bot(token, { client: { apiRoot: api } });
bot.command('start', (context) => context.reply(`Hello ${context.from.first_name}, ${context.match}`, { reply_markup: new InlineKeyboard().text('Draw', 'draw') }));
bot.callbackQuery('draw', async (context) => {
  await context.answerCallbackQuery('Drawing');
  await context.editMessageText('Drawing');
  await context.replyWithPhoto(new InputFile(png(64, 32), 'fox.png'), { caption: 'A *fox*', parse_mode: 'MarkdownV2' });
});
let fetched;
bot.on('message:photo', async (context) => {
  const file = await context.getFile();
  fetched = (await download(`${api}/file/bot${token}/${file.file_path}`)).bytes;
  await context.reply('Got it');
});
const running = bot.start({ drop_pending_updates: true, allowed_updates: ['message', 'callback_query'] });

const anna = await person('Anna', 'ru');
await anna.writes('/start m_7');
const menu = await anna.nextMessage();
check('a command with a payload is answered', menu.text === 'Hello Anna, m_7', menu);
const tap = await anna.taps(menu, 'draw');
check('a tap is answered', (await anna.answerTo(tap)).text === 'Drawing', tap);
const photo = await anna.nextMessage();
check('a photo comes whole', photo.photo.sha256 === sha256(png(64, 32)), photo);
check('its caption has its marks', photo.text === 'A fox' && photo.entities[0].type === 'bold', photo);
const now = (await anna.messages()).find(({ message_id }) => message_id === menu.message_id);
check('the message is edited', now.text === 'Drawing' && now.buttons.length === 0, now);
await anna.sendsPhoto(png(120, 60));
check("a person's photo is answered", (await anna.nextMessage()).text === 'Got it');
check('and fetched to the last byte', sha256(fetched) === sha256(png(120, 60)), fetched.length);
await bot.stop();
await running;
check('the bot is known by its name', bot.botInfo.username === username && bot.botInfo.is_bot, bot.botInfo);

const button = (data) => ({ reply_markup: new InlineKeyboard().text('x', data) });
check('64 bytes fit on a button', (await bot.api.sendMessage(anna.id, '?', button('x'.repeat(64)))).message_id > 0);
const long = await failure(() => bot.api.sendMessage(anna.id, '?', button('ж'.repeat(33))));
check('66 do not', long instanceof GrammyError && long.description === 'Bad Request: BUTTON_DATA_INVALID', long.message);
await sim('POST', 'troubles', { method: 'sendMessage', kind: 'retry_after', seconds: 7 });
const flood = await failure(() => bot.api.sendMessage(anna.id, 'hi'));
check('429 says when to come back', flood.error_code === 429 && flood.parameters.retry_after === 7, flood.message);
await sim('POST', 'troubles', { method: 'sendMessage', kind: 'html', status: 502 });
check('a page in HTML is the network\'s failure', (await failure(() => bot.api.sendMessage(anna.id, 'hi'))) instanceof HttpError);
const broken = await failure(() => bot.api.sendMessage(anna.id, '*fox', { parse_mode: 'MarkdownV2' }));
check('an open mark is refused', broken.description?.includes("can't parse entities: Can't find end of Bold entity"), broken.message);
const polls = [bot.api.getUpdates({ timeout: 20 }), new Promise((done) => setTimeout(done, 200)).then(() => bot.api.getUpdates({ timeout: 1 }))];
const conflict = await failure(() => polls[0]);
check('the older of two polls is in conflict', conflict.error_code === 409, conflict.message);
await polls[1];
const stranger = await failure(() => new Bot('123456:nobody-has-this-token', { client: { apiRoot: api } }).init());
check('an unknown token is 401', stranger.error_code === 401, stranger.message);

close('grammy');
