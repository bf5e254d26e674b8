import type { ReleaseType } from '../releases/numbers.ts';
import type { Http, Validators } from '../fetching/http.ts';

export type WorkType = 'anime' | 'manga';

/** One release as one source tells of it. */
export type Finding = {
  source: string;
  /** The source's own name for it, which stays when the date moves. */
  externalId: string;
  type: WorkType;
  title: string;
  titleKana?: string | undefined;
  titleEn?: string | undefined;
  officialUrl?: string | undefined;
  genres: string[];
  tags: string[];
  adult: boolean;
  releaseType: ReleaseType;
  number: string;
  /** The episode's own title. */
  subtitle?: string | undefined;
  platform: string;
  /** The day in Asia/Tokyo, `YYYY-MM-DD`. */
  date: string;
  /** The source tells no date, so the day it was first seen stands for it. */
  undated?: boolean;
  at?: Date | undefined;
  url?: string | undefined;
};

/** The days to collect, both included, in Asia/Tokyo. */
export type Window = { since: string; until: string };

export type Harvest = {
  findings: Finding[];
  /** Why the rest is missing. What was found before is kept. */
  problem?: Error | undefined;
  /** For the next conditional request. Absent when something was passed over that a later run may want. */
  validators?: Validators | undefined;
  /** Entries that could not be read. */
  malformed: number;
};

export type CollectTools = { http: Http; window: Window; now: Date; validators: Validators | undefined };

export type Source = {
  name: string;
  url: string;
  /** Throws when nothing could be had. */
  collect(tools: CollectTools): Promise<Harvest>;
};
