import type { BriefRun, Concern, Fault, Items, Role, Text } from './wire.ts';

export type ServiceState = 'running' | 'starting' | 'stopping' | 'stopped' | 'backoff' | 'failed';
export type Health = 'up' | 'degraded' | 'down' | 'unknown';
export type JobOutcome = 'success' | 'partial' | 'failure';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'critical';
export type DeliveryState =
  | 'scheduled'
  | 'ready'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'unknown'
  | 'dead'
  | 'suppressed'
  | 'expired'
  | 'cancelled'
  | 'held';

export interface ServiceStatus {
  service: string;
  title: Text;
  state: ServiceState;
  health: Health;
  healthDetail?: string;
  pids: number[];
  startedAt: string | null;
  restarts: number;
  port?: number;
  url?: string;
  lastExit?: { code: number | null; signal: string | null; at: string };
  nextStartAt?: string;
  hint?: string;
}

export interface Pause {
  reason: string;
  by: string;
  at: string;
  until: string | null;
}

export interface EmergencyStop {
  id: string;
  service: string | null;
  reason: string;
  by: string;
  at: string;
}

export interface EmergencyStatus {
  active: boolean;
  stops: EmergencyStop[];
  history: (EmergencyStop & { clearedAt?: string; clearedBy?: string })[];
}

export interface NextRun {
  service: string;
  job: string;
  title?: Text;
  at: string;
  local: string;
  zone: string;
  left_ms: number;
  left: string;
  paused: boolean;
}

export interface HourPoint {
  at: string;
  accepted: number;
  dead: number;
  unknown?: number;
  mean_ms?: number | null;
}

export interface Overview {
  services: ServiceStatus[];
  deliveries: { today: { accepted: number; dead: number; unknown: number; ready: number }; series: HourPoint[] };
  next: NextRun[];
  recent: BriefRun[];
  concerns: Concern[];
  emergency: EmergencyStop | null;
}

export interface Figure {
  name: string;
  title: Text;
  value: number | string | null;
  unit?: string;
}

export interface ChannelState {
  channel: string;
  state: 'ok' | 'open';
  reason?: string;
  since?: string;
  hint?: string;
}

export interface DeliveryStatus {
  service: string;
  day: string;
  zone: string;
  figures: Figure[];
  deliveries: {
    today: Record<'accepted' | 'delivered' | 'dead' | 'unknown' | 'suppressed' | 'expired' | 'cancelled', number>;
    waiting: Record<'ready' | 'scheduled' | 'sending' | 'held', number>;
  };
  oldestWaiting_ms: number | null;
  paused: Pause | null;
  emergency: EmergencyStop | null;
  channels: ChannelState[];
}

export interface Delivery {
  id: string;
  message: string;
  service: string;
  category: string;
  channel: string;
  to: string;
  title: string;
  state: DeliveryState;
  attempts: number;
  possibleDuplicate: boolean;
  readyAt: string;
  createdAt: string;
  endedAt: string | null;
  error?: Fault;
}

export interface DeliveryDetail extends Delivery {
  body: string;
  html?: string;
  key: string;
  attemptsMade: {
    attempt: number;
    startedAt: string;
    endedAt: string | null;
    duration_ms: number | null;
    outcome: string;
    code?: string;
    answer?: string;
    node: string;
  }[];
  timeline: { at: string; text: string }[];
}

export interface DeliveryMetrics {
  service: string;
  since: string;
  until: string;
  successRate: number | null;
  meanTime_ms: number | null;
  p95_ms: number | null;
  errorRate: number | null;
  series: HourPoint[];
}

export interface DeliveryError {
  code: string;
  detail: string;
  hint?: string;
  count: number;
  lastAt: string;
}

export interface User {
  id: string;
  username: string;
  role: Role;
  createdAt?: string;
}

export interface Token {
  id: string;
  name: string;
  role: Role;
  service?: string;
  createdAt?: string;
  expiresAt?: string | null;
  lastUsedAt?: string | null;
}

export type { Items };
