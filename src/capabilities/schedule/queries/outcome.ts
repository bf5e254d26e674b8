import type { JobOutcome } from '../schema.ts';

/** A run that was interrupted could not say how it ended: that is a failure. Null while it goes on, or when it was held back or cancelled. */
export const jobOutcome = ({ state, outcome }: { state: string; outcome: string | null }): JobOutcome | null =>
  state === 'interrupted' ? 'failure' : (outcome as JobOutcome | null);
