import type { Catalogue } from '../catalogue/catalogue.ts';
import { DAY_MS } from '../catalogue/japan-time.ts';
import { CHANNELS } from '../catalogue/release.ts';
import { scaleOf } from '../catalogue/routes.ts';
import { text } from '../http/reply.ts';
import type { Incoming, Reply } from '../http/route.ts';
import { elements, escapeXml } from '../http/xml.ts';
import { titlesOf } from './json.ts';
import { programsBetween, stamp } from './programs.ts';
import type { Program, Title } from './programs.ts';

const ROWS_LIMIT = 5_000;
const DEFAULT_DAYS = 7;

/** `db.php`: XML answers whose own `Result/Code` may say 404 inside an HTTP 200. */
export function answerDb(incoming: Incoming, catalogue: Catalogue): Reply {
  const { query } = incoming;
  switch (query.get('Command')) {
    case 'ProgLookup':
      return programs(query, catalogue);
    case 'TitleLookup':
      return answer(
        'TitleLookupResponse',
        'TitleItems',
        titlesOf(query, catalogue).map((title) => titleItem(title, query)),
      );
    case 'ChLookup':
      return answer(
        'ChLookupResponse',
        'ChItems',
        CHANNELS.map((name, index) => channelItem(name, index + 1)),
      );
    default:
      return text('Bad Request', 400);
  }
}

function programs(query: URLSearchParams, catalogue: Catalogue): Reply {
  const range = rangeOf(query, catalogue);
  if (!range)
    return answer('ProgLookupResponse', 'ProgItems', [], {
      code: 400,
      message: 'Range or StTime must be YYYYMMDD_HHMMSS-YYYYMMDD_HHMMSS',
    });
  const tids = listOf(query.get('TID'));
  const channels = listOf(query.get('ChID'));
  const found = programsBetween(catalogue, range.from, range.until, scaleOf(query))
    .filter(({ tid }) => tids === null || tids.has(String(tid)))
    .filter(({ channel }) => channels === null || channels.has(String(channel)));
  const joined = query.get('JOIN') === 'SubTitles';
  return answer(
    'ProgLookupResponse',
    'ProgItems',
    found.slice(0, ROWS_LIMIT).map((program) => programItem(program, joined)),
  );
}

function rangeOf(query: URLSearchParams, catalogue: Catalogue): { from: number; until: number } | null {
  const asked = query.get('Range') ?? query.get('StTime');
  if (asked === null) return { from: catalogue.now() - DAY_MS, until: catalogue.now() + DEFAULT_DAYS * DAY_MS };
  const [from = '', until = ''] = asked.split('-').map(instantOf);
  return typeof from === 'number' && typeof until === 'number' ? { from, until } : null;
}

/** `20261121_233000` in Japan. */
function instantOf(stampText: string): number | '' {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/.exec(stampText) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+09:00`);
  return Number.isNaN(at) ? '' : at;
}

function listOf(value: string | null): Set<string> | null {
  return value === null || value === '*' ? null : new Set(value.split(','));
}

function programItem(program: Program, joined: boolean): string {
  const fields = elements({
    LastUpdate: stamp(program.changedAt),
    PID: program.pid,
    TID: program.tid,
    StTime: stamp(program.start),
    StOffset: 0,
    EdTime: stamp(program.end),
    Count: program.count,
    SubTitle: joined ? '' : program.subtitle,
    ProgComment: program.comment,
    Flag: program.flag,
    Deleted: 0,
    Warn: 1,
    ChID: program.channel,
    Revision: 0,
    ...(joined && { STSubTitle: program.subtitle }),
  });
  return `<ProgItem id="${program.pid}">${fields}</ProgItem>`;
}

function titleItem({ tid, series, season, title, category }: Title, query: URLSearchParams): string {
  const all = {
    TID: tid,
    LastUpdate: '2026-01-05 00:00:00',
    Title: title,
    ShortTitle: '',
    TitleYomi: series.kana,
    TitleEN: series.english,
    Comment: '',
    Cat: category,
    TitleFlag: 0,
    FirstYear: 2024 + season,
    FirstMonth: 1,
    Keywords: series.tags.join(','),
  };
  const wanted = listOf(query.get('Fields'));
  const fields = Object.fromEntries(Object.entries(all).filter(([name]) => wanted === null || wanted.has(name)));
  return `<TitleItem id="${tid}">${elements(fields)}</TitleItem>`;
}

function channelItem(name: string, id: number): string {
  return `<ChItem id="${id}">${elements({ ChID: id, ChName: name, ChGID: 1, LastUpdate: '2026-01-05 00:00:00' })}</ChItem>`;
}

function answer(root: string, list: string, items: string[], failed?: { code: number; message: string }): Reply {
  const result = failed ?? (items.length > 0 ? { code: 200, message: '' } : { code: 404, message: 'Not Found' });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}><Result><Code>${result.code}</Code><Message>${escapeXml(result.message)}</Message></Result><${list}>${items.join('\n')}</${list}></${root}>\n`;
  return { status: 200, headers: { 'content-type': 'application/xml; charset=utf-8' }, body: xml };
}
