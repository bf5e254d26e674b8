import type { Strings } from './ja.ts';
import * as parts from './en/parts.ts';
import * as records from './en/records.ts';
import * as service from './en/service.ts';
import * as shell from './en/shell.ts';
import * as states from './en/states.ts';

export const en: Strings = { ...shell, ...states, ...parts, ...service, ...records };
