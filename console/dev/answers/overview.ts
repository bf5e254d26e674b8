import type { EmergencyStatus, NextRun, Overview } from '../../src/api/shapes.ts';
import type { Concern } from '../../src/api/wire.ts';
import { at, hour, minute } from './clock.ts';
import { series } from './deliveries.ts';
import { runs } from './runs.ts';
import { services } from './services.ts';

function next(service: string, job: string, ahead: number, paused = false): NextRun {
  const when = new Date(Date.parse(at(ahead)) + 9 * hour).toISOString();
  const local = `${when.slice(0, 10)} ${when.slice(11, 16)}`;
  return { service, job, at: at(ahead), local, zone: 'Asia/Tokyo', left_ms: ahead, left: '', paused };
}

export const nextRuns: NextRun[] = [
  next('kotonoha', 'morning-greeting', 4 * minute + 12_000),
  next('manga-anime', 'collect', 58 * minute),
  next('manga-anime', 'deliver-noon', 3 * hour + 25 * minute),
  next('keiba', 'predict', 5 * hour, true),
  next('manga-anime', 'deliver-evening', 11 * hour + 25 * minute),
  next('tasks', 'backup-daily', 16 * hour),
];

const concerns: Concern[] = [
  {
    level: 'critical',
    service: 'keiba',
    title: { en: 'Race forecasts does not stay up', ja: '競馬予想が起動を繰り返しています' },
    detail: '10分間に4回終了（終了コード 1）。次の起動まで待っています。',
    hint: './toban logs tail keiba',
    page: '/services/keiba',
  },
  {
    level: 'warning',
    service: 'manga-anime',
    title: { en: 'Slack refuses the key', ja: 'Slack への送信を止めています' },
    detail: '401 invalid_auth が続いています。ほかの経路は動いています。',
    page: '/services/manga-anime/deliveries',
  },
  {
    level: 'info',
    service: 'tasks',
    title: { en: 'The weekly checklist is overdue', ja: '毎週の点検表が期限を過ぎています' },
    page: '/services/tasks/checklists',
  },
];

export const overview = (quiet: boolean): Overview => ({
  services,
  deliveries: { today: { accepted: 476, dead: 13, unknown: 1, ready: 24 }, series },
  next: nextRuns,
  recent: runs,
  concerns: quiet ? [] : concerns,
  emergency: null,
});

export const stopped: EmergencyStatus = {
  active: true,
  stops: [{ id: 'stop_01', service: null, reason: '誤った件名で送信している', by: 'suzuki', at: at(-12 * minute) }],
  history: [
    {
      id: 'stop_00',
      service: 'manga-anime',
      reason: '想定外の負荷',
      by: 'tanaka',
      at: at(-48 * hour),
      clearedAt: at(-47 * hour),
      clearedBy: 'suzuki',
    },
  ],
};

export const unstopped: EmergencyStatus = { ...stopped, active: false, stops: [] };
