import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@toban/sandbox';
import { freePort } from './free-port.ts';
import { openProgram, type Program } from './program.ts';

export type MangaAnime = AsyncDisposable & { toban: Program; sandbox: Sandbox };

/** The manga-anime service under Toban, as the demo has it: every provider a stand-in, everything in temporary folders. */
export async function openMangaAnime(
  options: Parameters<typeof startSandbox>[0] = {},
  more: Record<string, string> = {},
): Promise<MangaAnime> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-manga-anime-'));
  const sandbox = await startSandbox({ anilistLimit: 10_000, ...options });
  const toban = await openProgram({
    environment: {
      ANILIST_URL: `${sandbox.url}/anilist`,
      SYOBOI_URL: `${sandbox.url}/syoboi`,
      MANGA_ANIME_FEEDS_URL: `${sandbox.url}/feeds/`,
      MANGA_ANIME_DB: join(folder, 'manga-anime.db'),
      MANGA_ANIME_DATA: folder,
      MANGA_ANIME_PORT: String(await freePort()),
      SMTP_PORT: String(sandbox.smtpPort),
      SMTP_PASSWORD: 'sandbox',
      SLACK_WEBHOOK: `${sandbox.url}/slack/services/T000/B000/manga-anime`,
      ...more,
    },
  });
  return {
    toban,
    sandbox,
    [Symbol.asyncDispose]: async () => {
      await toban[Symbol.asyncDispose]();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
