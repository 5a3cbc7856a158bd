import { HealthChecks } from './health-checks.js';

describe('the checks of an app', () => {
  it('are green without any', async () => {
    expect(await new HealthChecks().run()).toEqual({ isReady: true, checks: {} });
  });

  it('tell what fails without its words, and what does not answer in time', async () => {
    const checks = new HealthChecks();
    checks.add('database', () => Promise.reject(new Error('postgres://admin:secret@db refused')));
    checks.add('broker', () => new Promise(() => undefined));
    checks.add('disk', async () => undefined);
    expect(await checks.run(20)).toEqual({
      isReady: false,
      checks: { database: 'failed', broker: 'no answer', disk: 'ok' },
    });
  });

  it('are red from the moment the app stops', async () => {
    const checks = new HealthChecks();
    checks.stop();
    expect(await checks.run()).toEqual({ isReady: false, checks: { app: 'stopping' } });
  });
});
