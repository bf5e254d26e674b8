export { emergencyStatus } from './status.ts';
