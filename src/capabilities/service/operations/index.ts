export { restartService } from './restart.ts';
export { startService } from './start.ts';
export { stopService } from './stop.ts';
