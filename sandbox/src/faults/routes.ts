import { HttpProblem, json, readInput } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { FAULT_HINT, FaultInput } from './faults.ts';
import type { Faults } from './faults.ts';

export function faultRoutes(faults: Faults): Route[] {
  return [
    { method: 'GET', path: '/api/faults', handle: () => json(faults.list()) },
    {
      method: 'POST',
      path: '/api/faults',
      handle: (incoming) => json({ id: faults.add(readInput(FaultInput, incoming, FAULT_HINT)).id }, 201),
    },
    {
      method: 'DELETE',
      path: '/api/faults',
      handle: () => {
        faults.clear();
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      path: '/api/faults/:id',
      handle: ({ params }) => {
        if (!faults.remove(params['id'] ?? '')) {
          throw new HttpProblem(404, 'sandbox.no-fault', `There is no fault ${params['id']}.`, {
            hint: 'GET /api/faults',
          });
        }
        return { status: 204 };
      },
    },
  ];
}
