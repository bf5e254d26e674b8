import { z } from 'zod';
import type { Files } from '#platform/files.ts';
import type { Server } from './remote-backend.ts';

export type { Server };

/** In the data folder, for its owner alone: where the running server answers, and the token that opens it. */
export const SERVER_FILE = 'server.json';

const ServerFile = z.object({ url: z.url(), token: z.string() });

export async function readServerFile(files: Files): Promise<Server | undefined> {
  const text = await files.readText(SERVER_FILE);
  return text === undefined ? undefined : ServerFile.parse(JSON.parse(text));
}
