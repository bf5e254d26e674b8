export { clearStop } from './clear.ts';
export { recoverService } from './recover.ts';
export { stopEverything } from './stop.ts';
