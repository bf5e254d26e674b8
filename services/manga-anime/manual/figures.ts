import path from 'node:path';
import { setting, sqlite, type defineService } from 'toban';

type Figures = NonNullable<Parameters<typeof defineService>[0]['figures']>;

export const main = sqlite(
  'main',
  setting('MANGA_ANIME_DB', path.join(setting('MANGA_ANIME_DATA', 'data'), 'manga-anime.db')),
);

const OF_THE_TIME = 'created_at >= :since AND created_at < :until';

/** The counts of the manual's daily and weekly pages. A day begins at midnight in Tokyo; the bounds come in UTC. */
export const figures: Figures = [
  {
    name: 'delivered',
    title: { en: 'Delivered', ja: '配信済み' },
    of: main,
    sql: 'SELECT count(*) FROM releases WHERE notified = 1 AND notified_at >= :since AND notified_at < :until',
    in: ['status', 'daily'],
  },
  {
    name: 'pending',
    title: { en: 'Pending', ja: '未配信' },
    of: main,
    sql: 'SELECT count(*) FROM releases WHERE notified = 0',
    in: ['status', 'daily'],
  },
  {
    name: 'failed',
    title: { en: 'Failed', ja: '配信失敗' },
    of: main,
    sql: 'SELECT count(*) FROM releases WHERE notified = 2',
    in: ['status', 'daily'],
  },
  {
    name: 'registered',
    title: { en: 'New', ja: '新規登録' },
    of: main,
    sql: `SELECT count(*) FROM releases WHERE ${OF_THE_TIME}`,
    in: ['daily', 'weekly'],
  },
  {
    name: 'sent-of-new',
    title: { en: 'Sent', ja: '配信済み' },
    of: main,
    sql: `SELECT count(*) FROM releases WHERE notified = 1 AND ${OF_THE_TIME}`,
    in: ['weekly'],
  },
  {
    name: 'pending-of-new',
    title: { en: 'Pending', ja: '未配信' },
    of: main,
    sql: `SELECT count(*) FROM releases WHERE notified = 0 AND ${OF_THE_TIME}`,
    in: ['weekly'],
  },
  {
    name: 'rate',
    title: { en: 'Delivery rate', ja: '配信率' },
    of: main,
    // NULL when nothing was new: a rate of nothing is no number.
    sql: `SELECT round(100.0 * sum(notified = 1) / count(*), 1) FROM releases WHERE ${OF_THE_TIME}`,
    in: ['weekly'],
    unit: 'percent',
  },
  {
    name: 'top-platforms',
    title: { en: 'Platforms, top 5', ja: 'プラットフォーム別TOP5' },
    of: main,
    sql: `SELECT CASE platform WHEN '' THEN '-' ELSE platform END, count(*) FROM releases WHERE ${OF_THE_TIME}
          GROUP BY platform ORDER BY count(*) DESC, platform LIMIT 5`,
    columns: [
      { name: 'platform', title: { en: 'Platform', ja: 'プラットフォーム' } },
      { name: 'releases', title: { en: 'Releases', ja: '件数' } },
    ],
    in: ['weekly'],
  },
];
