import { command, defineService, email, jsonLog, secret, setting, slack, use } from 'toban';
import { figures, main } from './manual/figures.ts';
import { checklists, runbooks, thresholds } from './manual/guides.ts';

const port = setting('MANGA_ANIME_PORT', '7720');
const reader = setting('MANGA_ANIME_TO', 'you@example.com');

const mail = use('email', email, {
  from: setting('MANGA_ANIME_FROM', 'アニメ・マンガ情報 <digest@example.com>'),
  smtp: {
    host: setting('SMTP_HOST', '127.0.0.1'),
    port: Number(setting('SMTP_PORT', '7725')),
    user: setting('SMTP_USER', 'toban'),
    password: secret('SMTP_PASSWORD'),
  },
});

const operators = use('slack', slack, { webhook: secret('SLACK_WEBHOOK') });

export default defineService({
  id: 'manga-anime',
  title: { en: 'Manga & anime release news', ja: 'アニメ・マンガ新着配信' },
  about: {
    en: 'Collects anime episodes and manga volumes from AniList, Syoboi Calendar and feeds, and mails what is new.',
    ja: 'AniList・しょぼいカレンダー・フィードからアニメの放送・配信とマンガの新刊を集め、新着だけをメールで届ける。',
  },
  folder: import.meta.dirname,
  zone: 'Asia/Tokyo',
  process: command('node', 'src/main.ts', 'serve'),
  stopGrace: '5s',
  health: { url: `http://127.0.0.1:${port}/health` },
  environment: {
    ANILIST_URL: setting('ANILIST_URL', 'https://graphql.anilist.co'),
    SYOBOI_URL: setting('SYOBOI_URL', 'https://cal.syoboi.jp'),
    MANGA_ANIME_FEEDS: setting('MANGA_ANIME_FEEDS', ''),
    MANGA_ANIME_FEEDS_URL: setting('MANGA_ANIME_FEEDS_URL', ''),
    MANGA_ANIME_DB: main.kind === 'sqlite' ? main.path : '',
    MANGA_ANIME_TO: reader,
    MANGA_ANIME_PORT: port,
  },

  databases: [main],
  logs: [jsonLog('app')],
  channels: [mail, operators],
  // A digest whose answer was lost is sent again, under the same Message-ID: twice is better than never.
  categories: { digest: { unknown: 'retry', expires: '2d' }, 'job-ended': { expires: '1d' } },

  jobs: [
    {
      name: 'deliver',
      title: { en: 'Collect and deliver', ja: '収集と配信' },
      run: command('node', 'src/main.ts', 'run'),
      schedule: '0 8,12,20 * * *',
      parameters: [
        {
          name: 'limit',
          type: 'number',
          description: { en: 'Send at most this many releases', ja: '配信する最大件数' },
        },
        {
          name: 'since',
          type: 'date',
          description: { en: 'Only releases from this day on', ja: 'この日以降の発売・配信分だけ' },
        },
        {
          name: 'until',
          type: 'date',
          description: { en: 'Only releases up to this day', ja: 'この日までの発売・配信分だけ' },
        },
      ],
      dryRunFlag: '--dry-run',
      delivers: true,
      notify: { to: [{ channel: 'slack', address: '#manga-anime' }] },
      timeout: '15m',
    },
    {
      name: 'collect',
      title: { en: 'Collect', ja: '収集' },
      run: command('node', 'src/main.ts', 'collect'),
      schedule: '30 7,11,15,19 * * *',
      parameters: [
        { name: 'since', type: 'date', description: { en: 'First day to collect', ja: '収集する最初の日' } },
        { name: 'until', type: 'date', description: { en: 'Last day to collect', ja: '収集する最後の日' } },
      ],
      missed: 'skip',
      timeout: '15m',
    },
  ],

  figures,
  retention: [
    {
      of: main,
      name: 'releases',
      title: { en: 'Delivered releases', ja: '配信済みの新着情報' },
      after: '183d',
      where: 'notified = 1 AND notified_at < :before',
    },
  ],
  recovery: {
    temporary: ['data/*.tmp'],
    validate: command('node', 'src/main.ts', 'validate'),
    rehearse: { job: 'deliver', parameters: { limit: 1 } },
  },
  thresholds,
  checklists,
  runbooks,
  contacts: [{ name: 'Owner', role: { en: 'Reads the digest and runs it', ja: '読者兼運用担当' }, address: reader }],
});
