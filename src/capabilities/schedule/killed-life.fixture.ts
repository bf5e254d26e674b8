import { systemClock } from '#platform/clock.ts';
import { administrator, openTestToban } from '#test/toban.ts';
import { capabilities, job, service } from './jobs.fixture.ts';

/** A Toban that runs a job until it is killed: `node killed-life.fixture.ts DATA_FOLDER SERVICE_FOLDER`. */
const [data = '', folder = ''] = process.argv.slice(2);
const services = [service(folder, [job('hang', ['node', 'hang.cjs', 'pid'])])];
const toban = await openTestToban({ capabilities, services, folder: data, clock: systemClock });
const { run } = await toban.toban.submit({
  operation: 'jobs.run',
  input: { service: 'demo', job: 'hang' },
  actor: administrator,
});
console.log(run.run);
setInterval(() => {}, 1000);
