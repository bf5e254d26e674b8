import * as parts from './ja/parts.ts';
import * as service from './ja/service.ts';
import * as shell from './ja/shell.ts';
import * as states from './ja/states.ts';

export const ja = { ...shell, ...states, ...parts, ...service };
export type Strings = typeof ja;
