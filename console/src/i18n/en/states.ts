import type * as ja from '../ja/states.ts';

export const state: typeof ja.state = {
  service: {
    running: 'Running',
    starting: 'Starting',
    stopping: 'Stopping',
    stopped: 'Stopped',
    backoff: 'Waiting to restart',
    failed: 'Failed to start',
  },
  health: { up: 'Healthy', degraded: 'Degraded', down: 'Down', unknown: 'Not known' },
  run: {
    queued: 'Queued',
    'awaiting-approval': 'Awaiting approval',
    running: 'Running',
    succeeded: 'Succeeded',
    partial: 'Partial',
    failed: 'Failed',
    cancelled: 'Cancelled',
    interrupted: 'Interrupted',
    refused: 'Refused',
  },
  step: {
    planned: 'Planned',
    running: 'Running',
    succeeded: 'Done',
    partial: 'Partly done',
    failed: 'Failed',
    skipped: 'Skipped',
    undone: 'Undone',
    'undo-failed': 'Undo failed',
  },
  delivery: {
    scheduled: 'Scheduled',
    ready: 'Ready',
    sending: 'Sending',
    accepted: 'Accepted',
    delivered: 'Delivered',
    unknown: 'Unknown',
    dead: 'Dead',
    suppressed: 'Suppressed',
    expired: 'Expired',
    cancelled: 'Cancelled',
    held: 'Held',
  },
  job: { success: 'Success', partial: 'Partial', failure: 'Failure' },
  channel: { ok: 'OK', open: 'Circuit open' },
  level: { critical: 'Critical', warning: 'Warning', info: 'Note' },
  item: { done: 'Done', todo: 'To do', bad: 'Needs attention' },
  log: { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', critical: 'CRITICAL' },
};

export const risk: typeof ja.risk = { safe: 'Safe', disruptive: 'Disruptive', destructive: 'Destructive' };

export const role: typeof ja.role = {
  viewer: 'Viewer',
  operator: 'Operator',
  administrator: 'Administrator',
  auditor: 'Auditor',
};

export const trigger: typeof ja.trigger = { schedule: 'Schedule', manual: 'By hand', retry: 'Retry' };

export const capability: typeof ja.capability = {
  access: 'Access',
  users: 'Users',
  tokens: 'API tokens',
  service: 'Services',
  jobs: 'Jobs',
  delivery: 'Delivery',
  runs: 'Runs',
  emergency: 'Emergency',
  runbook: 'Runbooks',
  checklist: 'Checklists',
  logs: 'Logs',
  backup: 'Backups',
  database: 'Databases',
  release: 'Releases',
  report: 'Reports',
  monitor: 'Monitoring',
  alert: 'Alerts',
  incident: 'Incidents',
  recipients: 'Recipients',
};

export const field: typeof ja.field = {
  service: 'Service',
  all: 'All',
  job: 'Job',
  parameters: 'Parameters',
  reason: 'Reason',
  until: 'Until',
  run: 'Run',
  delivery: 'Delivery',
  limit: 'At most',
  runbook: 'Runbook',
  item: 'Item',
  period: 'Period',
  note: 'Note',
  username: 'User name',
  password: 'Password',
  role: 'Role',
  name: 'Name',
  expiresIn: 'Expires in',
  id: 'Id',
  database: 'Database',
  backup: 'Backup',
};
