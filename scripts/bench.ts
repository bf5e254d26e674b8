/** `npm run bench`: every figure that the README claims, measured on this machine now. */
import { cpus } from 'node:os';
import { measureAccept } from '../bench/accept.ts';
import type { Figure } from '../bench/figures.ts';
import { measureStart } from '../bench/start.ts';

process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n\n| figure | measured | promised |\n| --- | ---: | ---: |\n`,
);
for (const measure of [measureStart, measureAccept]) {
  for (const { name, value, unit, target } of await measure()) print({ name, value, unit, target });
}

function print({ name, value, unit, target }: Figure): void {
  process.stdout.write(`| ${name} | ${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit} | ${target} |\n`);
}
