import { openTestToban } from '#test/toban.ts';
import { capabilities, manualIn } from './programs.fixture.ts';

/** A Toban in a process of its own, to be killed: `node supervising.fixture.ts DATA PROGRAM PORT`. */
const [data = '', folder = '', port = ''] = process.argv.slice(2);
const services = [
  manualIn(folder, { environment: { PORT: port }, health: { url: `http://127.0.0.1:${port}/`, every: '1s' } }),
];
const toban = await openTestToban({ capabilities, services, folder: data });
toban.startWorkers();
await toban.act('service.start', { service: 'bot' });
console.log('healthy');
