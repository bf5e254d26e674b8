import { OpsError } from '#platform/errors.ts';

/** `auditor` stands aside: it reads everything, the audit too, and changes nothing. */
export type Role = 'viewer' | 'operator' | 'administrator' | 'auditor';

/** Who or what acts. A `service` speaks for one service only; `local` is the person at the machine itself. */
export type Actor = {
  kind: 'user' | 'token' | 'service' | 'schedule' | 'system' | 'local';
  id: string;
  name: string;
  role: Role;
  /** The one service that it may touch, when it is bound to one. */
  service?: string | undefined;
};

export const systemActor = (name: string): Actor => ({ kind: 'system', id: name, name, role: 'administrator' });

const RANK: Record<Role, number> = { viewer: 0, auditor: 0, operator: 1, administrator: 2 };

/** Throws OpsError `access.forbidden` unless the actor has the role, or one above it, for this service. */
export function authorise(actor: Actor, needed: Role, act: string, service?: string): void {
  const ranked =
    needed === 'auditor'
      ? actor.role === 'auditor' || actor.role === 'administrator'
      : RANK[actor.role] >= RANK[needed];
  const bound = actor.kind === 'service' ? false : !actor.service || actor.service === service;
  if (ranked && bound) return;
  throw new OpsError('access.forbidden', `${actor.name} (${actor.role}) may not ${act}: it needs the role ${needed}.`, {
    kind: 'forbidden',
    hint: 'Ask an administrator: toban users role USERNAME ROLE',
  });
}
