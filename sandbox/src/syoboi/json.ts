import type { Catalogue } from '../catalogue/catalogue.ts';
import { DAY_MS, parseDay, startOfDay } from '../catalogue/japan-time.ts';
import { scaleOf } from '../catalogue/routes.ts';
import { json, text } from '../http/reply.ts';
import type { Incoming, Reply } from '../http/route.ts';
import { channelName, currentTitles, programsBetween, titleOf } from './programs.ts';
import type { Program, Title } from './programs.ts';

const DAYS_LIMIT = 31;

/** `json.php`: `Req` names one or several of ProgramByDate, TitleMedium, TitleLarge, TitleFull, separated by commas. */
export function answerJson(incoming: Incoming, catalogue: Catalogue): Reply {
  const { query } = incoming;
  const asked = (query.get('Req') ?? '').split(',');
  const answer: Record<string, unknown> = {};
  for (const name of asked) {
    if (name === 'ProgramByDate') {
      const programs = programsOf(query, catalogue);
      if (!programs) return text('Start must be YYYY-MM-DD', 400);
      answer['Programs'] = Object.fromEntries(programs.map((program) => [program.pid, programEntry(program)]));
    } else if (/^Title(Medium|Large|Full)$/.test(name)) {
      answer['Titles'] = Object.fromEntries(titlesOf(query, catalogue).map((title) => [title.tid, titleEntry(title)]));
    } else return text('Bad Request', 400);
  }
  return json(answer);
}

function programsOf(query: URLSearchParams, catalogue: Catalogue): Program[] | null {
  const start = query.get('Start');
  const day = start === null ? catalogue.today() : parseDay(start);
  if (day === null) return null;
  const days = Math.min(DAYS_LIMIT, Math.max(1, Number(query.get('Days') ?? 1) || 1));
  return programsBetween(catalogue, startOfDay(day), startOfDay(day) + days * DAY_MS, scaleOf(query));
}

export function titlesOf(query: URLSearchParams, catalogue: Catalogue): Title[] {
  const asked = query.get('TID') ?? '';
  if (asked === '*') return currentTitles(catalogue);
  return asked.split(',').flatMap((tid) => titleOf(catalogue, Number(tid)) ?? []);
}

/** Everything is a string here, times in unix seconds; `null` where there is nothing to say. */
function programEntry(program: Program) {
  return {
    PID: String(program.pid),
    TID: String(program.tid),
    ChID: String(program.channel),
    ChName: channelName(program.channel),
    StTime: String(program.start / 1000),
    StOffset: '0',
    EdTime: String(program.end / 1000),
    Count: String(program.count),
    SubTitle: program.subtitle,
    ProgComment: program.comment,
    Flag: String(program.flag),
    Deleted: '0',
    Warn: '1',
    Revision: '0',
    LastUpdate: String(Math.floor(program.changedAt / 1000)),
    ConfFlag: null,
    AllDay: '0',
  };
}

function titleEntry({ tid, series, season, title, category }: Title) {
  return {
    TID: String(tid),
    Title: title,
    ShortTitle: '',
    TitleYomi: series.kana,
    TitleEN: series.english,
    Cat: String(category),
    FirstCh: '',
    FirstYear: String(2024 + season),
    FirstMonth: '1',
    FirstEndYear: null,
    FirstEndMonth: null,
    TitleFlag: '0',
    Keywords: series.tags.join(','),
    UserPoint: '0',
    UserPointRank: '0',
    TitleViewCount: '0',
  };
}
