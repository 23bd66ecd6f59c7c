// The backend of the shipped window: generated calls over Tauri's messages. The only code that names Tauri.
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { BackendError, type Backend, type BadgeFrame, type Commands } from './backend';
import { readBadgeFrame } from './badgeFrame';
import type { BadgeDesign } from './badges';
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

/** The path of a file below a folder, written as the folder's system writes paths. */
export function inFolder(folder: string, file: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder + separator + file.split(/[\\/]/).join(separator);
}

// Pixels come as they are: as JSON a frame would take longer to read than to draw.
async function renderBadge(design: BadgeDesign, width: number): Promise<BadgeFrame> {
  let answer: ArrayBuffer;
  try {
    answer = await invoke<ArrayBuffer>('render_badge', { design, width });
  } catch (error) {
    throw error instanceof Error ? error : new BackendError(error as CommandError);
  }
  return readBadgeFrame(answer);
}

/** Connects to the Rust side of the program this window belongs to. */
export function connectToTauri(): Backend {
  const calls = callsThatThrow();
  let thumbsFolder = '';
  let libraryFolder = '';

  return {
    ...calls,
    async openLibrary(): Promise<LibraryInfo> {
      const library = await calls.openLibrary();
      thumbsFolder = library.thumbsPath;
      libraryFolder = library.path;
      return library;
    },
    previewPhoto: async (photo) => convertFileSrc(await calls.previewPhoto(photo)),
    renderBadge,
    on(listener: (event: BlazonEvent) => void) {
      const listening = events.blazonEvent.listen((event) => listener(event.payload));
      return () => void listening.then((stop) => stop());
    },
    thumbUrl: (hash) => convertFileSrc(inFolder(thumbsFolder, `${hash}.webp`)),
    fileUrl: (file) => convertFileSrc(inFolder(libraryFolder, file)),
  };
}
