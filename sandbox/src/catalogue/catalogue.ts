import { dayOf, DAY_MS, MINUTE_MS, startOfDay } from './japan-time.ts';
import { timetable } from './release.ts';
import type { Release } from './release.ts';
import { ANIME_SERIES, extraSeries, MANGA_SERIES, MAX_EXTRAS } from './series.ts';
import type { Series } from './series.ts';

const LATEST_SLOT_DAYS = 2;

/** Everything the sources know, by the clock: a timetable, heavy days, and releases that were moved. */
export class Catalogue {
  readonly #now: () => Date;
  #everyToday: number;
  readonly #heavyDays = new Map<number, number>();
  readonly #moved = new Map<number, Release>();

  constructor(now: () => Date, everyToday = 0) {
    this.#now = now;
    this.#everyToday = everyToday;
  }

  now(): number {
    return this.#now().getTime();
  }

  today(): number {
    return dayOf(this.now());
  }

  /** At least `daily` releases on `day`; without a day, on whatever day is today. */
  makeHeavy(daily: number, day?: number): void {
    if (day === undefined) this.#everyToday = daily;
    else this.#heavyDays.set(day, daily);
  }

  /** Releases with `from <= at < until`, in order of time. `scale` makes today heavy for this one look. */
  between(from: number, until: number, scale = 0): Release[] {
    const found = [...this.#moved.values()].filter((release) => release.at >= from && release.at < until);
    for (let day = dayOf(from) - LATEST_SLOT_DAYS; day <= dayOf(until); day += 1) {
      for (const release of timetable(day, this.#extrasOn(day, scale))) {
        if (release.at >= from && release.at < until && !this.#moved.has(release.id)) found.push(release);
      }
    }
    return found.toSorted((a, b) => a.at - b.at || a.id - b.id);
  }

  on(day: number, scale = 0): Release[] {
    return this.between(startOfDay(day), startOfDay(day + 1), scale);
  }

  /** The release with this id, or the next one of a series named by id or title. */
  find(target: { id?: number | undefined; series?: string | undefined }): Release | null {
    const from = startOfDay(this.today());
    if (target.id !== undefined) return this.#byId(target.id);
    return (
      this.between(from, from + 60 * DAY_MS).find(({ series }) =>
        [series.id, series.title, series.english].includes(target.series ?? ''),
      ) ?? null
    );
  }

  move(release: Release, at: number): Release {
    const moved = { ...release, at, changedAt: this.now() };
    this.#moved.set(release.id, moved);
    return moved;
  }

  seriesByNo(no: number): Series | null {
    if (no >= 1024 && no < 1024 + MAX_EXTRAS) return extraSeries(no - 1024);
    return [...ANIME_SERIES, ...MANGA_SERIES].find((series) => series.no === no) ?? null;
  }

  #byId(id: number): Release | null {
    const day = Math.floor(id / 4096);
    return this.#moved.get(id) ?? timetable(day, this.#extrasOn(day, 0)).find((release) => release.id === id) ?? null;
  }

  #extrasOn(day: number, scale: number): number {
    const asked = day === this.today() ? Math.max(this.#everyToday, scale) : 0;
    return Math.min(MAX_EXTRAS, Math.max(asked, this.#heavyDays.get(day) ?? 0));
  }
}

export function shiftedBy(release: Release, minutes: number): number {
  return release.at + minutes * MINUTE_MS;
}

/** The same time of day on another date. */
export function onDate(release: Release, day: number): number {
  return startOfDay(day) + (release.at - startOfDay(dayOf(release.at)));
}
