// The backend of the shipped window: generated calls over Tauri's messages. The only code that names Tauri.
import { convertFileSrc } from '@tauri-apps/api/core';
import { BackendError, type Backend, type Commands } from './backend';
import { commands, events, type BlazonEvent, type CommandError, type LibraryInfo } from './bindings';

type Reply = { status: 'ok'; data: unknown } | { status: 'error'; error: CommandError };
type Call = (...args: unknown[]) => Promise<unknown>;

const isReply = (answer: unknown): answer is Reply =>
  typeof answer === 'object' && answer !== null && 'status' in answer;

// A call that cannot be refused answers with the data alone.
function throwing(call: Call) {
  return async (...args: unknown[]) => {
    const answer = await call(...args);
    if (!isReply(answer)) return answer;
    if (answer.status === 'error') throw new BackendError(answer.error);
    return answer.data;
  };
}

function callsThatThrow(): Commands {
  const pairs = Object.entries(commands as unknown as Record<string, Call>);
  return Object.fromEntries(pairs.map(([name, call]) => [name, throwing(call)])) as unknown as Commands;
}

/** Connects to the Rust side of the program this window belongs to. */
export function connectToTauri(): Backend {
  const calls = callsThatThrow();
  let thumbsFolder = '';

  return {
    ...calls,
    async openLibrary(): Promise<LibraryInfo> {
      const library = await calls.openLibrary();
      const separator = library.thumbsPath.includes('\\') ? '\\' : '/';
      thumbsFolder = library.thumbsPath + separator;
      return library;
    },
    previewPhoto: async (photo) => convertFileSrc(await calls.previewPhoto(photo)),
    on(listener: (event: BlazonEvent) => void) {
      const listening = events.blazonEvent.listen((event) => listener(event.payload));
      return () => void listening.then((stop) => stop());
    },
    thumbUrl: (hash) => convertFileSrc(`${thumbsFolder}${hash}.webp`),
  };
}
