import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { planOperation, startOperation } from '../api/runs.ts';
import type { OperationEntry, Run } from '../api/wire.ts';
import type { Values } from './schema.ts';

/** `told`: the answer still tells of the run's changes. */
export type Stage =
  | { name: 'form' }
  | { name: 'plan'; plan: Run; input: Values }
  | { name: 'run'; run: Run; told: boolean };

export interface Flow {
  stage: Stage;
  error: unknown;
  planning: boolean;
  starting: boolean;
  plan(input: Values): void;
  start(input: Values): void;
  back(): void;
}

/** From the form over the plan to the run. What is safe, or must be fast, goes to the run at once. */
export function useFlow({ name }: Pick<OperationEntry, 'name'>): Flow {
  const [stage, setStage] = useState<Stage>({ name: 'form' });
  const plan = useMutation({
    mutationFn: (input: Values) => planOperation(name, input),
    onSuccess: (made, input) => setStage({ name: 'plan', plan: made, input }),
  });
  const start = useMutation({
    mutationFn: (input: Values) => startOperation(name, input, (run) => setStage({ name: 'run', run, told: true })),
    onSuccess: () => setStage((last) => (last.name === 'run' ? { ...last, told: false } : last)),
  });
  const reset = () => {
    plan.reset();
    start.reset();
  };
  return {
    stage,
    error: start.error ?? plan.error,
    planning: plan.isPending,
    starting: start.isPending,
    plan(input) {
      reset();
      plan.mutate(input);
    },
    start(input) {
      reset();
      start.mutate(input);
    },
    back() {
      reset();
      setStage({ name: 'form' });
    },
  };
}

export function stepsAreAllowed({ state }: Run): boolean {
  return state !== 'refused' && state !== 'failed' && state !== 'cancelled';
}
