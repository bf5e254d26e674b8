import type { Catalogue } from '../catalogue/catalogue.ts';
import { broadcastTime, DAY_MS, dayOf, japanDateTime, MINUTE_MS } from '../catalogue/japan-time.ts';
import { CHANNELS } from '../catalogue/release.ts';
import type { Release } from '../catalogue/release.ts';
import type { Series } from '../catalogue/series.ts';
import { broadcastTitle } from '../catalogue/titles.ts';

export type Program = {
  pid: number;
  tid: number;
  channel: number;
  start: number;
  end: number;
  count: number;
  subtitle: string;
  comment: string;
  flag: number;
  changedAt: number;
};
export type Title = { tid: number; series: Series; season: number; title: string; category: number };

const SECOND_RUN_FLAG = 8;
const FIRST_EPISODE_FLAG = 2;
const SEASONS = 50;

/** Every third series is shown again a day later on another channel, as broadcasters do. */
export function programsBetween(catalogue: Catalogue, from: number, until: number, scale: number): Program[] {
  const episodes = catalogue.between(from - DAY_MS, until, scale).filter((release) => release.kind === 'episode');
  const programs = episodes.flatMap((release) =>
    release.series.no % 3 === 0 ? [first(release), again(release)] : [first(release)],
  );
  return programs
    .filter(({ start }) => start >= from && start < until)
    .toSorted((a, b) => a.start - b.start || a.pid - b.pid);
}

function first(release: Release): Program {
  return {
    pid: release.id,
    tid: tidOf(release.series, release.season),
    channel: release.channel + 1,
    start: release.at,
    end: release.at + release.minutes * MINUTE_MS,
    count: release.number,
    subtitle: release.subtitle,
    comment: lateNote(release.at),
    flag: release.number === 1 ? FIRST_EPISODE_FLAG : 0,
    changedAt: release.changedAt,
  };
}

function again(release: Release): Program {
  const program = first({ ...release, at: release.at + DAY_MS, channel: (release.channel + 1) % CHANNELS.length });
  return { ...program, pid: release.id + 2048, flag: SECOND_RUN_FLAG };
}

/** The evening's reckoning appears in words only; the times are true ones. */
function lateNote(at: number): string {
  const time = broadcastTime(at);
  if (!/^2[4-9]/.test(time)) return '';
  const weekday = '日月火水木金土'.charAt((dayOf(at - DAY_MS) + 4) % 7);
  return `${weekday}曜${time}～（深夜）`;
}

export function tidOf(series: Series, season: number): number {
  return 7000 + series.no * SEASONS + Math.min(season, SEASONS - 1);
}

/** The title of a TID, or null. Category 1 is anime, 10 anime that has ended, 8 film. */
export function titleOf(catalogue: Catalogue, tid: number): Title | null {
  const season = (tid - 7000) % SEASONS;
  const series = catalogue.seriesByNo(Math.floor((tid - 7000) / SEASONS));
  if (!series || series.type !== 'anime' || season < 1) return null;
  return { tid, series, season, title: broadcastTitle(series, season), category: 1 };
}

/** The titles whose programmes run from four weeks ago to four weeks ahead: what `TID=*` gives here. */
export function currentTitles(catalogue: Catalogue): Title[] {
  const span = 28 * DAY_MS;
  const tids = programsBetween(catalogue, catalogue.now() - span, catalogue.now() + span, 0).map(({ tid }) => tid);
  return [...new Set(tids)].toSorted((a, b) => a - b).flatMap((tid) => titleOf(catalogue, tid) ?? []);
}

export function channelName(channel: number): string {
  return CHANNELS[channel - 1] ?? '';
}

export function stamp(at: number): string {
  return japanDateTime(at);
}
