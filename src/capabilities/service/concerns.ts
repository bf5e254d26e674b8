import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { CRASH_LOOP } from './back-off.ts';
import { type ServiceStatus, statusOf } from './status.ts';

/** Services that do not run although they are wanted, or do not answer. */
export async function serviceConcerns(context: Context): Promise<Concern[]> {
  const declared = context.manual.all().filter((manual) => manual.process);
  const all = await Promise.all(declared.map((manual) => statusOf(context, manual)));
  return all.map(concernOf).filter((concern) => concern !== undefined);
}

function concernOf(status: ServiceStatus): Concern | undefined {
  const found = {
    service: status.service,
    page: `/services/${status.service}`,
    hint: status.hint ?? `toban logs tail ${status.service}`,
  };
  const detail = status.healthDetail === undefined ? {} : { detail: status.healthDetail };
  if (status.state === 'failed')
    return {
      ...found,
      level: 'critical',
      title: { en: 'The service cannot be started', ja: 'サービスを起動できません' },
    };
  if (status.state === 'backoff') return { ...found, ...detail, ...crashed(status.crashes) };
  if (status.state !== 'running') return undefined;
  if (status.health === 'down')
    return {
      ...found,
      ...detail,
      level: 'critical',
      title: { en: 'The service does not answer', ja: 'サービスが応答しません' },
    };
  if (status.health === 'degraded')
    return {
      ...found,
      ...detail,
      level: 'warning',
      title: { en: 'The service is degraded', ja: 'サービスの動作が不完全です' },
    };
  return undefined;
}

function crashed(crashes: number): Pick<Concern, 'level' | 'title'> {
  if (crashes < CRASH_LOOP)
    return { level: 'warning', title: { en: 'The service ended by itself', ja: 'サービスが予期せず終了しました' } };
  const title = {
    en: `The service crashed ${crashes} times in a row`,
    ja: `サービスが ${crashes} 回続けて異常終了しました`,
  };
  return { level: 'critical', title };
}
