import type { JsonSchema, OperationEntry, Registry, Risk, Role, Text } from '../../src/api/wire.ts';
import { services } from './services.ts';

const string: JsonSchema = { type: 'string' };
const service = { service: { ...string, description: 'Service id, as in its manual' } };
const reason = { reason: { ...string, description: 'Shown to everybody while it holds' } };
const until = {
  until: {
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    description: 'Ends by itself at this time',
  },
};

function operation(
  name: string,
  summary: Text,
  [risk, role]: [Risk, Role],
  properties: Record<string, JsonSchema>,
  required: string[] = [],
): OperationEntry {
  const positionals = Object.keys(properties).filter((key) => ['service', 'job', 'run', 'delivery'].includes(key));
  return {
    name,
    summary,
    risk,
    role,
    positionals,
    input: { type: 'object', properties, required },
  };
}

const text = (ja: string, en: string): Text => ({ en, ja });
const roles: JsonSchema = { enum: ['viewer', 'operator', 'administrator', 'auditor'] };
const all = { all: { type: 'boolean', default: false, description: 'Every service' } };

const operations: OperationEntry[] = [
  operation('service.start', text('サービスを起動する', 'Start a service'), ['safe', 'operator'], {
    ...service,
    ...all,
  }),
  operation('service.stop', text('サービスを停止する', 'Stop a service'), ['disruptive', 'operator'], {
    ...service,
    ...all,
  }),
  operation('service.restart', text('サービスを再起動する', 'Restart a service'), ['disruptive', 'operator'], {
    ...service,
    ...all,
  }),
  operation(
    'jobs.run',
    text('ジョブを今すぐ実行する', 'Run a job now'),
    ['safe', 'operator'],
    { ...service, job: string, parameters: { type: 'object', additionalProperties: {} } },
    ['service', 'job'],
  ),
  operation(
    'jobs.pause',
    text('ジョブを休止する', 'Pause jobs'),
    ['safe', 'operator'],
    { ...service, job: string, ...reason, ...until },
    ['service'],
  ),
  operation('jobs.resume', text('ジョブを再開する', 'Resume jobs'), ['safe', 'operator'], { ...service, job: string }, [
    'service',
  ]),
  operation(
    'jobs.retry',
    text('失敗した実行をもう一度行う', 'Run a failed job again'),
    ['safe', 'operator'],
    { run: string },
    ['run'],
  ),
  operation(
    'delivery.pause',
    text('配信を休止する', 'Pause deliveries'),
    ['safe', 'operator'],
    { ...service, ...reason, ...until },
    ['service', 'reason'],
  ),
  operation('delivery.resume', text('配信を再開する', 'Resume deliveries'), ['disruptive', 'operator'], service, [
    'service',
  ]),
  operation(
    'delivery.retry',
    text('失敗した配信を再送する', 'Send failed deliveries again'),
    ['disruptive', 'operator'],
    { ...service, delivery: string, limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 10 } },
  ),
  operation(
    'delivery.cancel',
    text('待っている配信を取り消す', 'Cancel a waiting delivery'),
    ['disruptive', 'operator'],
    { delivery: string },
    ['delivery'],
  ),
  operation(
    'delivery.release',
    text('保留の配信を送る', 'Release a held delivery'),
    ['safe', 'operator'],
    { delivery: string },
    ['delivery'],
  ),
  operation('runs.cancel', text('実行を取り消す', 'Cancel a run'), ['disruptive', 'operator'], { run: string }, [
    'run',
  ]),
  operation('runs.undo', text('実行を元に戻す', 'Undo a run'), ['disruptive', 'operator'], { run: string }, ['run']),
  operation(
    'emergency.stop',
    text('送信と操作を緊急停止する', 'Stop all sending and operations'),
    ['disruptive', 'operator'],
    { ...reason, ...service },
    ['reason'],
  ),
  operation('emergency.clear', text('緊急停止を解除する', 'Clear an emergency stop'), ['disruptive', 'administrator'], {
    ...service,
    ...reason,
  }),
  operation(
    'emergency.recover',
    text('停止したまま復旧を準備する', 'Prepare the recovery of a stopped service'),
    ['destructive', 'administrator'],
    service,
    ['service'],
  ),
  operation(
    'runbook.run',
    text('手順書を実行する', 'Run a runbook'),
    ['disruptive', 'operator'],
    { ...service, runbook: string },
    ['service', 'runbook'],
  ),
  operation(
    'checklist.tick',
    text('点検項目にチェックする', 'Tick an item'),
    ['safe', 'operator'],
    { ...service, item: string, note: string },
    ['service', 'item'],
  ),
  operation(
    'checklist.untick',
    text('点検項目のチェックを外す', 'Untick an item'),
    ['safe', 'operator'],
    { ...service, item: string },
    ['service', 'item'],
  ),
  operation(
    'backup.restore',
    text('バックアップからデータベースを復旧する', 'Replace a database with one of its backups'),
    ['destructive', 'administrator'],
    { ...service, database: string, backup: { ...string, default: 'latest', description: 'Backup id, or "latest"' } },
    ['service', 'database'],
  ),
  operation(
    'users.create',
    text('利用者を追加する', 'Add a user'),
    ['safe', 'administrator'],
    { username: string, role: roles, password: string },
    ['username', 'role'],
  ),
  operation(
    'users.role',
    text('利用者の権限を変える', "Change a user's role"),
    ['disruptive', 'administrator'],
    { username: string, role: roles },
    ['username', 'role'],
  ),
  operation(
    'users.remove',
    text('利用者を削除する', 'Remove a user'),
    ['destructive', 'administrator'],
    { username: string },
    ['username'],
  ),
  operation(
    'tokens.create',
    text('APIトークンを発行する', 'Issue an API token'),
    ['safe', 'administrator'],
    { name: string, role: roles, expiresIn: { ...string, description: 'Such as 90d' } },
    ['name', 'role'],
  ),
  operation(
    'tokens.revoke',
    text('APIトークンを失効させる', 'Revoke an API token'),
    ['disruptive', 'administrator'],
    { id: string },
    ['id'],
  ),
];

export const registry: Registry = {
  version: '0.1.0',
  node: 'toban1',
  capabilities: [],
  operations,
  queries: [],
  services: services.map(({ service: id, title }) => ({ id, title })),
};
