import type { Context, Ending } from '../context.ts';
import { collect } from './collect.ts';
import { deliver, type DeliverOptions } from './deliver.ts';

/** The scheduled job: collect, then deliver. What a dead source leaves out does not hold back the rest. */
export async function run(context: Context, options: DeliverOptions = {}): Promise<Ending> {
  if (options.dryRun) {
    context.log('info', 'dry run: nothing is collected');
    return deliver(context, options);
  }
  const collected = await collect(context);
  const delivered = await deliver(context, options);
  return {
    outcome: together(collected.outcome, delivered.outcome),
    summary: `${collected.summary} ${delivered.summary}`,
    figures: { ...collected.figures, ...delivered.figures },
  };
}

/** A run without its sources, whose mails went out, is partial: it did half of its work. */
function together(collected: Ending['outcome'], delivered: Ending['outcome']): Ending['outcome'] {
  if (delivered === 'blocked' || delivered === 'failure') return delivered;
  if (collected === 'failure' || collected === 'partial') return 'partial';
  return delivered;
}
