import { fact, operation, task, threshold } from 'toban';

const service = 'manga-anime';

export const thresholds = [
  threshold(
    'success-rate',
    { en: 'Deliveries succeed', ja: '配信成功率' },
    {
      query: 'delivery.metrics',
      input: { service },
      path: 'successRate',
      atLeast: 95,
      hint: 'toban delivery errors manga-anime',
    },
  ),
  threshold(
    'pending',
    { en: 'Releases pending', ja: '未配信の件数' },
    {
      query: 'delivery.status',
      input: { service },
      path: 'figures.1.value',
      atMost: 2000,
      hint: 'toban jobs run manga-anime deliver --dry-run',
    },
  ),
];

export const checklists = {
  daily: [
    fact(
      'log-errors',
      { en: 'No errors in the delivery log', ja: '配信ログにエラーがないか' },
      {
        query: 'logs.errors',
        input: { service },
        path: 'today',
        atMost: 0,
        hint: 'toban logs errors manga-anime',
      },
    ),
    fact(
      'pending',
      { en: 'Not unusually many releases pending', ja: '未配信件数が異常に多くないか' },
      {
        query: 'delivery.status',
        input: { service },
        path: 'figures.1.value',
        atMost: 2000,
        hint: 'toban jobs run manga-anime deliver --dry-run',
      },
    ),
    task('disk', { en: 'Enough disk is free', ja: 'ディスク容量は十分か' }, 'df -h'),
    fact(
      'jobs',
      { en: 'The scheduled jobs run as they should', ja: 'cronジョブが正常に実行されているか' },
      {
        query: 'jobs.history',
        input: { service, job: 'deliver', limit: 1 },
        path: 'items.0.outcome',
        is: 'success',
        hint: 'toban jobs history manga-anime',
      },
    ),
  ],
  weekly: [
    task('report', { en: 'Weekly report read', ja: 'パフォーマンスレポートの確認' }, 'toban report weekly manga-anime'),
    task('logs', { en: 'Logs are rotated', ja: 'ログファイルのローテーション' }, 'toban logs sources manga-anime'),
    task('database-size', { en: 'Size of the database looked at', ja: 'データベースサイズの確認' }),
    task('backup', { en: 'Backups were made', ja: 'バックアップの実行確認' }),
  ],
  monthly: [
    task('optimise', { en: 'Database optimised', ja: 'データベースの最適化' }),
    task('clean-up', { en: 'Old data cleaned up', ja: '古いデータのクリーンアップ' }),
    task('updates', { en: 'System updates looked for', ja: 'システムアップデートの確認' }, 'apt list --upgradable'),
    task('security', { en: 'Security patches applied', ja: 'セキュリティパッチの適用' }),
  ],
};

export const runbooks = [
  {
    name: 'emergency-recovery',
    title: { en: 'Emergency recovery', ja: '緊急リカバリ' },
    when: { en: 'The service misbehaves and you do not know why', ja: '動作がおかしく、原因が分からないとき' },
    steps: [
      {
        title: { en: 'Stop all sending of this service', ja: 'このサービスの配信をすべて停止する' },
        run: operation('emergency.stop', { service, reason: 'emergency recovery' }),
      },
      {
        title: {
          en: 'Recover: end processes, clear, check, rehearse',
          ja: '復旧する: プロセス終了・一時ファイル削除・整合性と設定の確認・試行',
        },
        run: operation('emergency.recover', { service }),
      },
      {
        title: {
          en: 'Read what the rehearsal said, then clear the stop yourself: toban emergency clear manga-anime',
          ja: '試行の結果を読み、自分で停止を解除する: toban emergency clear manga-anime',
        },
      },
    ],
  },
  {
    name: 'mail-not-arriving',
    title: { en: 'No mail arrives', ja: 'メールが届かない' },
    when: {
      en: 'A slot of 8:00, 12:00 or 20:00 has passed and no digest came',
      ja: '8時・12時・20時を過ぎても配信メールが来ないとき',
    },
    steps: [
      {
        title: {
          en: 'Is it stopped or paused, or is the mail channel closed? toban delivery status manga-anime',
          ja: '停止・一時停止・メール経路の遮断がないか: toban delivery status manga-anime',
        },
      },
      {
        title: {
          en: 'Did the last runs end well? toban jobs history manga-anime',
          ja: '直近の実行は成功したか: toban jobs history manga-anime',
        },
      },
      {
        title: {
          en: 'Is anything waiting? toban jobs run manga-anime deliver --dry-run',
          ja: '未配信はあるか: toban jobs run manga-anime deliver --dry-run',
        },
      },
      {
        title: { en: 'Retry what failed', ja: '失敗した配信を再試行する' },
        run: operation('delivery.retry', { service, limit: 10 }),
      },
      {
        title: { en: 'Deliver what waits', ja: '未配信を配信する' },
        run: operation('jobs.run', { service, job: 'deliver' }),
      },
    ],
  },
  {
    name: 'source-dead',
    title: { en: 'A source is dead', ja: '情報源が応答しない' },
    when: {
      en: 'Runs end as partial, or /health says degraded',
      ja: '実行結果が「一部成功」になる、または /health が degraded のとき',
    },
    steps: [
      {
        title: {
          en: 'Which one, and why? toban logs search manga-anime --level error',
          ja: 'どの情報源か、理由は何か: toban logs search manga-anime --level error',
        },
      },
      {
        title: {
          en: 'Open its address in a browser; if it moved, change config.json and run validate',
          ja: 'ブラウザで開いて確認し、移転していれば config.json を直して validate を実行する',
        },
      },
      {
        title: { en: 'Collect again', ja: 'もう一度収集する' },
        run: operation('jobs.run', { service, job: 'collect' }),
      },
    ],
  },
];
