import { code, commands, type Page, type Section } from '../page.ts';

/** The page that is read in a hurry: the commands first, in their order. */
export const emergency: Section = (page) => {
  const { manual, has, say } = page;
  if (!has('emergency')) return [];
  const { id, jobs, process } = manual;
  const lines: [string, string][] = [
    [
      `toban emergency stop ${id} --reason WHY`,
      say('1. stop: nothing is sent, nothing runs', '1. 止める：配信も操作もすべて止まる'),
    ],
    [`toban emergency recover ${id}`, say('2. recover and look; the stop stays', '2. 復旧と点検（停止は続く）')],
    [`toban emergency clear ${id}`, say('3. only when 2 satisfies you', '3. 2の結果を確かめてから解除する')],
  ];
  if (jobs.length > 0) lines.push([`toban jobs resume ${id}`, say('4. the schedule', '4. スケジュールを再開する')]);
  if (process) lines.push([`toban service start ${id}`, say('5. the program', '5. プログラムを起動する')]);
  return [
    ...commands(lines),
    say(
      'The stop is kept in the store: it outlives a restart and a reboot, and only step 3 lifts it. Without the service id, step 1 stops everything.',
      '停止は保存され、再起動しても続く。解除できるのは手順3だけ。手順1でサービスIDを省くとすべてが止まる。',
    ),
    '',
    say('Recovery does, in this order:', '復旧は次の順に行う：'),
    '',
    ...recoverySteps(page).map((step, index) => `${index + 1}. ${step}`),
    '',
  ];
};

/** As emergency.recover does it. */
const recoverySteps = (page: Page): string[] => [...quietSteps(page), ...checks(page)];

function quietSteps({ manual: { jobs, process, recovery }, say }: Page): string[] {
  const hold = say('holds the schedule of the service', 'スケジュールを一時停止する');
  const end = say('ends the program with all that it started', 'プログラムと子プロセスを終了する');
  const endJobs = say('ends the jobs that are under way', '実行中のジョブを終了する');
  const clear = say('clears ', '一時ファイルを削除する：') + recovery.temporary.map(code).join(', ');
  return [
    ...(jobs.length > 0 ? [hold] : []),
    ...(process ? [end] : []),
    ...(jobs.length > 0 ? [endJobs] : []),
    ...(recovery.temporary.length > 0 ? [clear] : []),
  ];
}

function checks({ manual: { databases, recovery }, say }: Page): string[] {
  const names = databases.filter(({ kind }) => kind === 'sqlite').map(({ name }) => code(name));
  const steps = names.map((name) => say(`checks the database ${name}`, `データベース ${name} の整合性を確認する`));
  const { validate, rehearse } = recovery;
  if (validate) {
    const line = code(validate.argv.join(' '));
    steps.push(say(`validates the configuration: ${line}`, `設定を検証する：${line}`));
  }
  if (rehearse) {
    const given = Object.entries(rehearse.parameters).map(([name, value]) => ` --${name} ${String(value)}`);
    const line = code(rehearse.job + given.join(''));
    steps.push(say(`tries ${line} without effect`, `${line} を試行する（実際には送信しない）`));
  }
  return steps;
}
