"""Two libraries with which bots are written in Python, aiogram and python-telegram-bot, against the emulator."""

import asyncio
from importlib.metadata import version

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)
from checks import check, close, passed, sha256
from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram_people import Person, place, png, sim, trouble


async def failure(work):
    """The error that the work must end in."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever the client raises is looked at by the caller.
        return error
    return None


def buttons(*data):
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=word, callback_data=word) for word in data]])


def aiogram_bot(token):
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(place["api"])))


async def aiogram_dialogue(bot):
    """The library's own polling, with what handlers get."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def start(message: Message, command: CommandObject):
        await message.answer(f"Hello {message.from_user.first_name}, {command.args}", reply_markup=buttons("fox", "owl"))

    @dispatcher.callback_query(F.data == "fox")
    async def chosen(query: CallbackQuery):
        await query.answer("A fox")
        await query.message.edit_text("Drawing")
        await query.message.answer_photo(BufferedInputFile(png(64, 32), "fox.png"), caption="A fox")

    @dispatcher.message(Command("id"))
    async def tell_id(message: Message):
        await message.reply(str(message.chat.id))

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5))
    anna = await Person.appears("Anna", "ru")
    await anna.writes("/start m_7")
    menu = await anna.next_message()
    check("a command with a payload is answered", menu["text"] == "Hello Anna, m_7", menu)
    check("with a keyboard", [button["text"] for button in menu["buttons"][0]] == ["fox", "owl"], menu)
    tap = await anna.taps(menu, "fox")
    answer = await anna.answer_to(tap)
    check("a tap is answered", answer["text"] == "A fox", answer)
    photo = await anna.next_message()
    check("a photo is sent", photo["photo"]["sha256"] == sha256(png(64, 32)) and photo["text"] == "A fox", photo)
    now = next(message for message in await anna.messages() if message["message_id"] == menu["message_id"])
    check("a message is edited, and its buttons are gone", now["text"] == "Drawing" and now["buttons"] == [], now)
    await anna.writes("/id@" + place["username"])
    reply = await anna.next_message()
    check("a command by the bot's name is answered as a reply", reply["reply_to"] is not None and reply["text"] == str(anna.id), reply)
    await dispatcher.stop_polling()
    await polling
    return anna


async def aiogram_updates(bot, anna):
    await anna.writes("🦊 /draw https://example.org")
    updates = await bot.get_updates(timeout=5)
    kinds = [(entity.type, entity.offset, entity.length) for entity in updates[-1].message.entities]
    check("entities count units of UTF-16", kinds == [("bot_command", 3, 5), ("url", 9, 19)], kinds)
    check("and are cut out as meant", updates[-1].message.entities[0].extract_from(updates[-1].message.text) == "/draw", kinds)
    rest = await bot.get_updates(offset=updates[-1].update_id + 1)
    check("an offset confirms", rest == [], rest)
    await anna.sends_photo(png(400, 100), "mine")
    (update,) = await bot.get_updates(timeout=5)
    sizes = update.message.photo
    check("a person's photo comes with its sizes, the biggest last", [size.width for size in sizes] == [90, 320, 400], sizes)
    fetched = await bot.download(sizes[-1])
    check("and is downloaded to the last byte", fetched.read() == png(400, 100), sizes)
    await bot.get_updates(offset=update.update_id + 1)
    older = asyncio.create_task(failure(bot.get_updates(timeout=20)))
    await asyncio.sleep(0.2)
    newer = asyncio.create_task(bot.get_updates(timeout=20))
    check("the older of two polls is in conflict", isinstance(await older, TelegramConflictError), older.result())
    await anna.writes("still there?")
    (update,) = await newer
    check("and the newer goes on", update.message.text == "still there?", update)
    await bot.get_updates(offset=update.update_id + 1)
    await bot.set_webhook("https://example.org/hook")
    check("a webhook forbids polls", isinstance(await failure(bot.get_updates()), TelegramConflictError))
    info = await bot.get_webhook_info()
    check("and is told of", info.url == "https://example.org/hook" and info.pending_update_count == 0, info)
    await bot.delete_webhook(drop_pending_updates=True)


async def aiogram_messages(bot, anna):
    sent = await bot.send_message(anna.id, "<b>Fox</b> &amp; owl", parse_mode="HTML", reply_markup=buttons("a"))
    check("marks are read", sent.text == "Fox & owl" and sent.entities[0].type == "bold", sent)
    same = await failure(sent.edit_text("<b>Fox</b> &amp; owl", parse_mode="HTML", reply_markup=buttons("a")))
    check("the same words are no edit", "message is not modified" in str(same), same)
    edited = await sent.edit_reply_markup(reply_markup=buttons("b", "c"))
    words = [button.callback_data for button in edited.reply_markup.inline_keyboard[0]]
    check("buttons are changed", words == ["b", "c"], words)
    broken = await failure(bot.send_message(anna.id, "<b>Fox", parse_mode="HTML"))
    check("an open tag is refused", isinstance(broken, TelegramBadRequest) and "can't parse entities" in str(broken), broken)
    stranger = await failure(bot.send_message(1, "hello"))
    check("a stranger is not found", isinstance(stranger, TelegramBadRequest) and "chat not found" in str(stranger), stranger)
    long = await failure(bot.send_message(anna.id, "?", reply_markup=buttons("x" * 65)))
    check("65 bytes are too many for a button", "BUTTON_DATA_INVALID" in str(long), long)
    check("a chat action is taken", await bot.send_chat_action(anna.id, "upload_photo"))
    check("a message is deleted", await sent.delete())
    check("but once", isinstance(await failure(sent.delete()), TelegramBadRequest))
    chat = await bot.get_chat(anna.id)
    check("a chat is told of", chat.type == "private" and chat.first_name == "Anna", chat)


async def aiogram_files(bot, anna):
    photo = await bot.send_photo(anna.id, BufferedInputFile(png(1000, 500), "fox.png"), caption="one")
    biggest = photo.photo[-1]
    check("a photo has sizes", [size.width for size in photo.photo] == [90, 320, 800, 1000], photo.photo)
    again = await bot.send_photo(anna.id, biggest.file_id)
    check("it is sent again by its id", again.photo[-1].file_unique_id == biggest.file_unique_id, again)
    fetched = await bot.download(biggest.file_id)
    check("it is downloaded to the last byte", fetched.read() == png(1000, 500))
    media = [InputMediaPhoto(media=BufferedInputFile(png(20, 10), "a.png")), InputMediaPhoto(media=biggest.file_id)]
    album = await bot.send_media_group(anna.id, media)
    check("an album is one group", len({message.media_group_id for message in album}) == 1 and len(album) == 2, album)
    document = await bot.send_document(anna.id, BufferedInputFile(b"PK\x03\x04", "лисы.zip"))
    check("a document keeps its name", document.document.file_name == "лисы.zip", document.document)
    wide = await failure(bot.send_photo(anna.id, BufferedInputFile(png(210, 10), "wide.png")))
    check("a ratio above 20 is refused", "PHOTO_INVALID_DIMENSIONS" in str(wide), wide)
    text = await failure(bot.send_photo(anna.id, BufferedInputFile(b"text", "text.png")))
    check("what is no picture is refused", "IMAGE_PROCESS_FAILED" in str(text), text)


async def aiogram_profile(bot, anna):
    me = await bot.get_me()
    check("the bot has a name", me.is_bot and me.username == place["username"], me)
    await bot.set_my_commands([BotCommand(command="draw", description="Draw")])
    await bot.set_my_commands([BotCommand(command="draw", description="Рисовать")], language_code="ru")
    commands = await bot.get_my_commands(language_code="ru")
    check("commands are by language", commands[0].description == "Рисовать", commands)
    check("and so is the menu", (await anna.menu())[0]["description"] == "Рисовать")
    scope = BotCommandScopeChat(chat_id=anna.id)
    await bot.set_my_commands([BotCommand(command="stop", description="Stop")], scope=scope)
    check("a chat can have its own", (await anna.menu())[0]["command"] == "stop")
    await bot.delete_my_commands(scope=scope)
    check("until they are deleted", (await anna.menu())[0]["command"] == "draw")
    await bot.set_my_description("Draws foxes")
    check("the description is told", (await bot.get_my_description()).description == "Draws foxes")
    check("and the short one", await bot.set_my_short_description("Foxes") and (await bot.get_my_short_description()).short_description == "Foxes")
    check("the menu button is set", await bot.set_chat_menu_button() is True)


async def aiogram_taps(bot, anna):
    sent = await bot.send_message(anna.id, "?", reply_markup=buttons("a"))
    tap = await anna.taps({"message_id": sent.message_id}, "a")
    (update,) = await bot.get_updates(timeout=5, offset=-1)
    check("a tap comes with its message", update.callback_query.id == tap and update.callback_query.message.message_id == sent.message_id, update)
    await bot.answer_callback_query(tap, "seen", show_alert=True)
    check("its answer is seen", (await anna.answer_to(tap))["alert"] is True)
    second = await failure(bot.answer_callback_query(tap))
    check("a second answer is refused", "query is too old" in str(second), second)


async def aiogram_troubles(bot, anna):
    await trouble("sendMessage", "retry_after", seconds=7)
    flood = await failure(bot.send_message(anna.id, "hi"))
    check("429 says when to come back", isinstance(flood, TelegramRetryAfter) and flood.retry_after == 7, flood)
    await trouble("sendMessage", "refused", status=502, description="Bad Gateway")
    check("5xx is the server's failure", isinstance(await failure(bot.send_message(anna.id, "hi")), TelegramServerError))
    await trouble("sendMessage", "dropped_after")
    check("a lost reply is the network's", isinstance(await failure(bot.send_message(anna.id, "lost")), TelegramNetworkError))
    check("and the message is there", (await anna.messages())[-1]["text"] == "lost")
    await sim("POST", "limits", {"on": True})
    sent = [await failure(bot.send_message(anna.id, "hi")) for _ in range(5)]
    await sim("POST", "limits", {"on": False})
    check("limits are kept when they are on", sent[:3] == [None] * 3 and isinstance(sent[4], TelegramRetryAfter), sent)
    await anna.blocks()
    check("who has blocked the bot is not written to", isinstance(await failure(bot.send_message(anna.id, "hi")), TelegramForbiddenError))
    other = aiogram_bot("123456:nobody-has-this-token")
    check("an unknown token is 401", isinstance(await failure(other.get_me()), TelegramUnauthorizedError))
    await other.session.close()


async def aiogram():
    bot = aiogram_bot(place["token"])
    anna = await aiogram_dialogue(bot)
    for part in (aiogram_updates, aiogram_messages, aiogram_files, aiogram_profile, aiogram_taps, aiogram_troubles):
        await part(bot, anna)
    await bot.session.close()
    close(f"aiogram {version('aiogram')}")


NAMED, DRAWN = range(2)


def ptb_dialogue():
    """Asks for a name and a word, shows progress, sends a photo, takes its progress away, waits for a tap."""

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE):
        await update.message.reply_text("What is your name?")
        return NAMED

    async def named(update: Update, context: ContextTypes.DEFAULT_TYPE):
        context.user_data["name"] = update.message.text
        progress = await update.message.reply_text("0%")
        await context.bot.send_chat_action(update.effective_chat.id, "upload_photo")
        for share in (50, 100):
            await progress.edit_text(f"{share}%")
        keyboard = {"inline_keyboard": [[{"text": "Again", "callback_data": "again"}]]}
        await update.message.reply_photo(png(64, 64), caption=context.user_data["name"], api_kwargs={"reply_markup": keyboard})
        await progress.delete()
        return DRAWN

    async def again(update: Update, context: ContextTypes.DEFAULT_TYPE):
        await update.callback_query.answer("Again")
        await update.callback_query.edit_message_caption(f"{context.user_data['name']}, again")
        return ConversationHandler.END

    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            NAMED: [MessageHandler(filters.TEXT & ~filters.COMMAND, named)],
            DRAWN: [CallbackQueryHandler(again, pattern="^again$")],
        },
        fallbacks=[],
    )


async def ptb_person(number):
    """One whole dialogue; what was seen of it."""
    person = await Person.appears(f"Person {number}", "en")
    await person.writes("/start")
    asked = await person.next_message(30)
    await person.writes(f"лис {number}")
    photo = await person.next_message(30)
    while photo is not None and photo["photo"] is None:
        photo = await person.next_message(30)
    tap = await person.taps(photo, "again")
    answer = await person.answer_to(tap, 30)
    for _ in range(100):
        messages = await person.messages()
        if messages[-1]["text"].endswith("again"):
            break
        await asyncio.sleep(0.05)
    return {"asked": asked, "photo": photo, "answer": answer, "messages": messages, "name": f"лис {number}"}


async def ptb():
    builder = Application.builder().token(place["token"])
    application = builder.base_url(f"{place['api']}/bot").base_file_url(f"{place['api']}/file/bot").concurrent_updates(False).build()
    application.add_handler(ptb_dialogue())
    await application.initialize()
    check("the bot has a name", application.bot.username == place["username"], application.bot.username)
    await application.updater.start_polling(timeout=5, drop_pending_updates=True)
    await application.start()
    seen = await ptb_person(0)
    check("the first question comes", seen["asked"]["text"] == "What is your name?", seen["asked"])
    check("the photo comes whole, with its caption", seen["photo"]["photo"]["sha256"] == sha256(png(64, 64)), seen["photo"])
    check("the tap is answered", seen["answer"]["text"] == "Again", seen["answer"])
    texts = [message["text"] for message in seen["messages"]]
    wanted = ["/start", "What is your name?", "лис 0", "лис 0, again"]
    check("progress is gone, and the caption is edited", texts == wanted, texts)
    crowd = await asyncio.gather(*(ptb_person(number) for number in range(1, 21)))
    ends = [person["messages"][-1]["text"] == f"{person['name']}, again" for person in crowd]
    check("twenty people at once come to the end", all(ends), ends)
    await application.updater.stop()
    await application.stop()
    await application.shutdown()
    async with aiogram_bot(place["token"]) as bot:
        check("the offset is confirmed at the end", (await bot.get_webhook_info()).pending_update_count == 0)
    close(f"python-telegram-bot {version('python-telegram-bot')}")


asyncio.run(aiogram())
passed.clear()
asyncio.run(ptb())
