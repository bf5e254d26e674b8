export { tickItem } from './tick.ts';
export { untickItem } from './untick.ts';
