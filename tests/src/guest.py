"""Somebody on Telegram: plays the dialogue with a bot to its end and gets a badge, as a person with a client would.

It knows the emulator's requests under `/sim/` and what is said in the chat, and nothing of the program behind the bot.
Called with URL NAME LANGUAGE HOLD BANNER PHOTO; the photo goes to the file PHOTO, and what was seen is printed as JSON.
"""

import http.client
import json
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

# How long, in seconds, the bot may be silent where it only has to answer, and where it draws.
STEP = 30
PHOTO = 60
# How often the chat is looked at.
INTERVAL = 0.05

# Never by way of a proxy that the environment may name.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Trouble(Exception):
    """Why the dialogue does not go on, as a sentence."""


@dataclass(frozen=True)
class Words:
    """What a person looks for in the chat."""

    hold: str
    banner: str
    as_file: str


WORDS = {
    "en": Words("What does the character hold?", "What text goes on the banner?", "As a file"),
    "ru": Words("Что держит персонаж?", "Какой текст будет на ленте?", "Файлом"),
}


def fetch(url, method, path, body=None):
    """The bytes of an answer."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    try:
        request = urllib.request.Request(f"{url}/sim/{path}", data=data, method=method, headers=headers)
        with opener.open(request, timeout=STEP + 10) as answer:
            return answer.read()
    except urllib.error.HTTPError as refusal:
        why = refusal.read().decode(errors="replace")
        raise Trouble(f"{method} {path} was refused with {refusal.code}: {why}") from refusal
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Trouble(f"{method} {path} had no answer: {error}") from error


def ask(url, method, path, body=None):
    answer = fetch(url, method, path, body)
    try:
        return json.loads(answer)
    except ValueError as error:
        raise Trouble(f"{method} {path} was answered with no JSON: {answer[:80]!r}") from error


def buttons_of(message):
    return [button for row in message["buttons"] for button in row]


@dataclass
class Guest:
    """A person in their chat with the bot."""

    url: str
    id: int
    # What each message of the bot said when it was last looked at.
    said: dict = field(default_factory=dict)
    # All that the bot has said, edits in place included, in the order in which it was seen.
    texts: list = field(default_factory=list)

    @classmethod
    def appears(cls, url, name, language):
        made = ask(url, "POST", "people", {"first_name": name, "language_code": language})
        return cls(url, made["id"])

    def writes(self, text):
        return ask(self.url, "POST", f"people/{self.id}/writes", {"text": text})["message_id"]

    def looks(self):
        """The bot's messages as they are now."""
        messages = ask(self.url, "GET", f"chats/{self.id}")
        messages = [message for message in messages if message["from"] is None]
        for message in messages:
            number, text = message["message_id"], message["text"]
            if text and self.said.get(number) != text:
                self.said[number] = text
                self.texts.append(text)
        return messages

    def waits(self, what, seconds, after, wished):
        """The first message later than that one which is as wished, by its coming or by an edit."""
        until = time.monotonic() + seconds
        while True:
            for message in self.looks():
                if message["message_id"] > after and wished(message):
                    return message
            if time.monotonic() > until:
                raise Trouble(f"In {seconds} s {what} did not come; the bot has said {self.texts}.")
            time.sleep(INTERVAL)

    def hears(self, text, after):
        return self.waits(f'"{text}"', STEP, after, lambda message: text in message["text"])

    def fetches(self, message):
        return fetch(self.url, "GET", f"chats/{self.id}/files/{message['message_id']}")

    def taps(self, message, text):
        """Taps a button, which turns until the bot has answered."""
        found = [button for button in buttons_of(message) if button["text"] == text]
        if not found:
            raise Trouble(f'The message has no button "{text}", only {buttons_of(message)}.')
        tap = {"message_id": message["message_id"], "data": found[0]["callback_data"]}
        query = ask(self.url, "POST", f"people/{self.id}/taps", tap)["callback_query_id"]
        if ask(self.url, "GET", f"answers/{query}?timeout={STEP}&chat_id={self.id}") is None:
            raise Trouble(f'In {STEP} s the tap on "{text}" was not answered.')


def keep(photo, path):
    try:
        with open(path, "wb") as file:
            file.write(photo)
    except OSError as error:
        raise Trouble(f"The photo cannot be kept: {error}") from error


def plays(url, name, language, hold, banner, photo):
    words = WORDS.get(language)
    if words is None:
        raise Trouble(f'The language "{language}" is not one of {", ".join(WORDS)}.')
    guest = Guest.appears(url, name, language)
    guest.hears(words.hold, after=guest.writes("/start"))
    guest.hears(words.banner, after=guest.writes(hold))
    asked = guest.writes(banner)
    badge = guest.waits(
        "a photo with three buttons",
        PHOTO,
        asked,
        lambda message: message["photo"] is not None and len(buttons_of(message)) == 3,
    )
    keep(guest.fetches(badge), photo)
    guest.taps(badge, words.as_file)
    document = guest.waits(
        "the document", STEP, badge["message_id"], lambda message: message["document"] is not None
    )
    return {
        "id": guest.id,
        "texts": guest.texts,
        "caption": badge["text"],
        "buttons": [button["text"] for button in buttons_of(badge)],
        "document": document["document"]["name"],
    }


def main(arguments):
    try:
        if len(arguments) != 6:
            raise Trouble("The arguments are URL NAME LANGUAGE HOLD BANNER PHOTO.")
        print(json.dumps(plays(*arguments)))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
