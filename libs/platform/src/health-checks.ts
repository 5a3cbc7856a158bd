import { Injectable } from '@nestjs/common';

/** Answers why something that the app needs is not there; undefined when it is. */
export type HealthCheck = () => Promise<string | undefined> | string | undefined;

/** What `/health/ready` says: each check by its name, `ok` or the reason. */
export interface Health {
  readonly isReady: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

const LIMIT_MS = 2_000;

/** The checks of an app; whoever needs something from outside adds one for it. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();
  private isStopping = false;

  /** @param name kebab-case, as it is shown */
  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** From now on the app is not ready, so that nobody sends it more while it finishes. */
  stop(): void {
    this.isStopping = true;
  }

  async run(limitMs = LIMIT_MS): Promise<Health> {
    const named = [...this.checks].map(async ([name, check]) => [name, await reasonOf(check, limitMs)] as const);
    const reasons = await Promise.all(named);
    const isReady = !this.isStopping && reasons.every(([, reason]) => reason === undefined);
    const shown = reasons.map(([name, reason]) => [name, reason ?? 'ok'] as const);
    return { isReady, checks: Object.fromEntries(this.isStopping ? [...shown, ['app', 'stopping']] : shown) };
  }
}

/** An error is told as `failed`: its message may name hosts and logins, and anybody may read this page. */
async function reasonOf(check: HealthCheck, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer'), limitMs);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
