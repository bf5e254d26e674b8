/** A state is seen by its shape and read as a word; the colour only repeats it. */
export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'off' | 'wait';

export const tones = {
  service: {
    running: 'good',
    starting: 'busy',
    stopping: 'busy',
    stopped: 'off',
    backoff: 'warn',
    failed: 'bad',
  },
  health: { up: 'good', degraded: 'warn', down: 'bad', unknown: 'off' },
  run: {
    queued: 'wait',
    'awaiting-approval': 'wait',
    running: 'busy',
    succeeded: 'good',
    partial: 'warn',
    failed: 'bad',
    cancelled: 'off',
    interrupted: 'bad',
    refused: 'warn',
  },
  step: {
    planned: 'wait',
    running: 'busy',
    succeeded: 'good',
    partial: 'warn',
    failed: 'bad',
    skipped: 'off',
    undone: 'off',
    'undo-failed': 'bad',
  },
  delivery: {
    scheduled: 'wait',
    ready: 'wait',
    sending: 'busy',
    accepted: 'good',
    delivered: 'good',
    unknown: 'warn',
    dead: 'bad',
    suppressed: 'off',
    expired: 'off',
    cancelled: 'off',
    held: 'warn',
  },
  job: { success: 'good', partial: 'warn', failure: 'bad' },
  channel: { ok: 'good', open: 'bad' },
  level: { critical: 'bad', warning: 'warn', info: 'off' },
  item: { done: 'good', todo: 'wait', bad: 'bad' },
} as const satisfies Record<string, Record<string, Tone>>;

export type StateKind = keyof typeof tones;
export type StateOf<K extends StateKind> = keyof (typeof tones)[K] & string;
