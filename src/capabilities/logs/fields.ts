import { z } from 'zod';
import { ServiceId } from '#manual/service.ts';
import { LEVELS } from './level.ts';

export const LogName = z
  .string()
  .regex(/^[\w.-]+$/)
  .describe('Name of the log, as in the manual; all logs when left out');
export const AnyService = ServiceId.optional().describe('Service id; all services when left out');
export const LeastLevel = z.enum(LEVELS).describe('Only lines of this level or graver');
