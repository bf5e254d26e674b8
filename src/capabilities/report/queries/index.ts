export { dailyReport } from './daily.ts';
export { weeklyReport } from './weekly.ts';
