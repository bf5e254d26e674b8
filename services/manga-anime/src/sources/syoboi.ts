import { z } from 'zod';
import type { Http } from '../fetching/http.ts';
import { SourceError } from '../fetching/source-error.ts';
import { canonicalNumber } from '../releases/numbers.ts';
import { addDays, broadcastInstant, dayOf } from '../tokyo.ts';
import type { Finding, Harvest, Source, Window } from './finding.ts';
import { parseJson } from './read-reply.ts';

const DAYS_PER_CALL = 3;
const TITLES_PER_CALL = 50;
const RERUN = 8;

const Id = z.union([z.string(), z.number()]).transform(String);
const Optional = Id.nullish().transform((value) => value ?? undefined);
const Program = z.object({
  PID: Optional,
  TID: Id,
  StTime: Id,
  Count: Optional,
  SubTitle: Optional,
  STSubTitle: Optional,
  ChName: Optional,
  Flag: Optional,
  Deleted: Optional,
});
const Title = z.object({ Title: z.string().min(1), TitleYomi: Optional, TitleEN: Optional, Cat: Optional });
type Program = z.infer<typeof Program>;
type Title = z.infer<typeof Title>;
// PHP writes an empty table as [].
const Table = z.union([
  z.record(z.string(), z.unknown()),
  z
    .array(z.unknown())
    .max(0)
    .transform(() => ({})),
]);
const Programs = z.object({ Programs: Table });
const Titles = z.object({ Titles: Table });

/** Programmes of Japanese television: https://docs.cal.syoboi.jp */
export const syoboi = (url: string, categories: number[]): Source => ({
  name: 'syoboi',
  url,
  async collect({ http, window }) {
    const harvest: Harvest = { findings: [], malformed: 0 };
    const programs: (Program & { PID: string })[] = [];
    try {
      for (const chunk of chunksOf(window)) programs.push(...(await fetchPrograms(http, url, chunk, harvest)));
    } catch (error) {
      if (programs.length === 0) throw error;
      harvest.problem = error as Error;
    }
    const titles = await fetchTitles(http, url, [...new Set(programs.map((program) => program.TID))], harvest);
    for (const program of programs) addFinding(harvest, program, titles.get(program.TID), { url, categories, window });
    return harvest;
  },
});

type Chunk = { start: string; days: number };

export function chunksOf({ since, until }: Window): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = since; start <= until; start = addDays(start, DAYS_PER_CALL)) {
    const last = addDays(start, DAYS_PER_CALL - 1);
    chunks.push({ start, days: last <= until ? DAYS_PER_CALL : daysBetween(start, until) + 1 });
  }
  return chunks;
}

async function fetchPrograms(
  http: Http,
  base: string,
  { start, days }: Chunk,
  harvest: Harvest,
): Promise<(Program & { PID: string })[]> {
  const url = request(base, { Req: 'ProgramByDate', Start: start, Days: String(days) });
  const { Programs: table } = parseJson(Programs, await http.call({ url }), 'Syoboi Calendar');
  return Object.entries(table).flatMap(([pid, raw]) => {
    const parsed = Program.safeParse(raw);
    if (!parsed.success) harvest.malformed += 1;
    return parsed.success ? [{ ...parsed.data, PID: pid }] : [];
  });
}

async function fetchTitles(http: Http, base: string, ids: string[], harvest: Harvest): Promise<Map<string, Title>> {
  const titles = new Map<string, Title>();
  for (let at = 0; at < ids.length; at += TITLES_PER_CALL) {
    const url = request(base, { Req: 'TitleMedium', TID: ids.slice(at, at + TITLES_PER_CALL).join(',') });
    try {
      const { Titles: table } = parseJson(Titles, await http.call({ url }), 'Syoboi Calendar');
      for (const [id, raw] of Object.entries(table)) {
        const parsed = Title.safeParse(raw);
        if (parsed.success) titles.set(id, parsed.data);
      }
    } catch (error) {
      if (titles.size === 0) throw error;
      harvest.problem = new SourceError(`titles: ${(error as Error).message}`, { cause: error });
      return titles;
    }
  }
  return titles;
}

type Scope = { url: string; categories: number[]; window: Window };

function addFinding(
  harvest: Harvest,
  program: Program & { PID: string },
  title: Title | undefined,
  scope: Scope,
): void {
  if (program.Deleted === '1' || (Number(program.Flag ?? 0) & RERUN) !== 0) return;
  if (!title) return;
  if (title.Cat !== undefined && !scope.categories.includes(Number(title.Cat))) return;
  const at = broadcastInstant(program.StTime);
  if (!at) {
    harvest.malformed += 1;
    return;
  }
  const finding = findingOf(program, title, at, scope.url);
  if (finding.date >= scope.window.since && finding.date <= scope.window.until) harvest.findings.push(finding);
}

function findingOf(program: Program & { PID: string }, title: Title, at: Date, base: string): Finding {
  const page = new URL(`/tid/${program.TID}`, base).href;
  return {
    source: 'syoboi',
    externalId: program.PID,
    type: 'anime',
    title: title.Title,
    titleKana: title.TitleYomi || undefined,
    titleEn: title.TitleEN || undefined,
    officialUrl: page,
    genres: [],
    tags: [],
    adult: false,
    releaseType: 'episode',
    number: program.Count && program.Count !== '0' ? canonicalNumber(program.Count) : '',
    subtitle: program.STSubTitle || program.SubTitle || undefined,
    platform: program.ChName ?? '',
    date: dayOf(at),
    at,
    url: page,
  };
}

function request(base: string, parameters: Record<string, string>): string {
  const url = new URL('json.php', base.endsWith('/') ? base : `${base}/`);
  url.search = new URLSearchParams(parameters).toString();
  return url.href;
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
