export { type FigureAnswer, readFigures } from './read.ts';
