"""The badge bot as it is written with python-telegram-bot and Pillow: what Blazon's bot is measured beside.

    peer.py SCRIPTS FONT

The dialogue is the same: what the character holds, what the banner says, a message that tells how far it is, and the photo with
three buttons. Updates are handled one after the other, as a ConversationHandler needs it; a job is a task of its own, so that the
bot answers others meanwhile; pictures are decoded and painted on threads, where Pillow works without Python's lock. SCRIPTS is the
folder with badge.py, whose golden banner is painted here too.

The picture is drawn at fal: submitted to its queue, asked for as often as Blazon asks, and fetched from its storage.

TG_API_URL, TG_TOKEN: Telegram's Bot API. FAL_QUEUE_URL, FAL_KEY: fal's queue.
"""

import asyncio
import io
import os
import sys

import httpx
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CommandHandler, ContextTypes, ConversationHandler, MessageHandler, filters

SCRIPTS, FONT = sys.argv[1:3]
sys.path.insert(0, SCRIPTS)
from badge import BAND, SIDE, compose, gradient  # noqa: E402 - it lies where the command line says.

HOLD, BANNER = range(2)
# Connections to Telegram.
CONNECTIONS = 512
# Seconds until a request is given up: with hundreds of guests the default of 5 s ends many that would have been answered.
PATIENCE = 120
# Seconds between two questions whether a picture is drawn.
PACE = 1.0
GENERATOR = "fal-ai/flux-lora"
# Jobs that have a picture in memory at once; the others wait for their turn.
AT_ONCE = 16
# Pictures that are painted at once.
PAINTED_AT_ONCE = 2


class Studio:
    """What the jobs share."""

    def __init__(self):
        self.client = httpx.AsyncClient(
            headers={"Authorization": f"Key {os.environ['FAL_KEY']}"},
            timeout=PATIENCE,
            limits=httpx.Limits(max_connections=AT_ONCE),
        )
        self.band = gradient(BAND[1] - BAND[0])
        self.at_once = asyncio.Semaphore(AT_ONCE)
        self.painting = asyncio.Semaphore(PAINTED_AT_ONCE)
        self.jobs = 0

    async def draw(self, hold):
        order = {
            "prompt": f"samurai warrior badge, holding {hold}, cartoon illustration",
            "image_size": {"width": SIDE, "height": SIDE},
            "num_images": 1,
            "output_format": "png",
        }
        job = await self.ask("POST", f"{os.environ['FAL_QUEUE_URL']}/{GENERATOR}", json=order)
        while (await self.ask("GET", job["status_url"]))["status"] != "COMPLETED":
            await asyncio.sleep(PACE)
        result = await self.ask("GET", job["response_url"])
        picture = await self.client.get(result["images"][0]["url"])
        picture.raise_for_status()
        return picture.content

    async def ask(self, method, url, **what):
        answer = await self.client.request(method, url, **what)
        answer.raise_for_status()
        return answer.json()

    async def paint(self, picture, banner):
        async with self.painting:
            return await asyncio.to_thread(paint, picture, self.band, banner)


def paint(picture, band, banner):
    """The picture with the banner, as JPEG."""
    picture = Image.open(io.BytesIO(picture)).convert("RGB")
    if picture.size != (SIDE, SIDE):
        picture = picture.resize((SIDE, SIDE), Image.LANCZOS)
    file = io.BytesIO()
    compose(picture, band, FONT, banner).save(file, "JPEG", quality=92)
    return file.getvalue()


async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE):
    await update.message.reply_text("What does the character hold?")
    return HOLD


async def take_hold(update: Update, context: ContextTypes.DEFAULT_TYPE):
    context.user_data["hold"] = update.message.text
    await update.message.reply_text("What text goes on the banner?")
    return BANNER


async def take_banner(update: Update, context: ContextTypes.DEFAULT_TYPE):
    job = make(context.application, update.effective_chat.id, context.user_data["hold"], update.message.text)
    context.application.create_task(job, update)
    return ConversationHandler.END


async def make(application, chat, hold, banner):
    studio, bot = application.bot_data["studio"], application.bot
    progress = await bot.send_message(chat, "⏳ Drawing… (1/2)")
    async with studio.at_once:
        picture = await studio.draw(hold)
        await progress.edit_text("⏳ Adding the text… (2/2)")
        badge = await studio.paint(picture, banner)
        studio.jobs += 1
        await bot.send_photo(
            chat,
            badge,
            caption="🎊 Your badge is ready! /create makes another.",
            reply_markup=buttons(chat, studio.jobs),
        )
    await progress.delete()


def buttons(chat, job):
    words = [("Again", "a"), ("Other text", "t"), ("As a file", "f")]
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=f"{what}:{chat}:{job}") for text, what in words]])


async def cancel(update: Update, context: ContextTypes.DEFAULT_TYPE):
    await update.message.reply_text("Stopped. /create begins again.")
    return ConversationHandler.END


async def open_studio(application):
    application.bot_data["studio"] = Studio()
    print(f"@{application.bot.username} serves", flush=True)


async def close_studio(application):
    await application.bot_data["studio"].client.aclose()


def main():
    api = os.environ["TG_API_URL"]
    application = (
        Application.builder()
        .token(os.environ["TG_TOKEN"])
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .connection_pool_size(CONNECTIONS)
        .connect_timeout(PATIENCE)
        .pool_timeout(PATIENCE)
        .read_timeout(PATIENCE)
        .write_timeout(PATIENCE)
        .media_write_timeout(PATIENCE)
        .post_init(open_studio)
        .post_shutdown(close_studio)
        .build()
    )
    words = filters.TEXT & ~filters.COMMAND
    start = [CommandHandler(["start", "create"], begin)]
    dialogue = ConversationHandler(
        entry_points=start,
        states={HOLD: [MessageHandler(words, take_hold)], BANNER: [MessageHandler(words, take_banner)]},
        fallbacks=[CommandHandler("cancel", cancel), *start],
    )
    application.add_handler(dialogue)
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main()
