import * as parts from './ja/parts.ts';
import * as records from './ja/records.ts';
import * as service from './ja/service.ts';
import * as shell from './ja/shell.ts';
import * as states from './ja/states.ts';

export const ja = { ...shell, ...states, ...parts, ...service, ...records };
export type Strings = typeof ja;
