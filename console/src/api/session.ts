import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request } from './client.ts';
import type { Role, SessionDescription } from './wire.ts';

export type SessionUser = NonNullable<SessionDescription['user']>;

export function useSession(): UseQueryResult<SessionDescription> {
  return useQuery({
    queryKey: ['session'],
    queryFn: () => request<SessionDescription>('GET', '/api/session'),
    staleTime: 60_000,
  });
}

export function useUser(): SessionUser | null {
  return useSession().data?.user ?? null;
}

export interface Credentials {
  username: string;
  password: string;
  code?: string;
}

export function useSignIn(): UseMutationResult<unknown, Error, Credentials> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ code, ...rest }: Credentials) =>
      code === undefined
        ? request('POST', '/api/session', rest)
        : request('POST', '/api/session/first', { code, ...rest }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut(): UseMutationResult<unknown, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request('DELETE', '/api/session'),
    // Nothing of what this person saw stays in the tab.
    onSettled: () => client.resetQueries(),
  });
}

const rank: Record<Role, number> = { auditor: 0, viewer: 0, operator: 1, administrator: 2 };

/** The server decides; this only spares a person the buttons that would be refused. */
export function mayUse(user: SessionUser | null, role: Role): boolean {
  if (user === null) return false;
  if (role === 'auditor') return user.role === 'auditor' || user.role === 'administrator';
  return rank[user.role] >= rank[role];
}
