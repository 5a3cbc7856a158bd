import type { z } from 'zod';
import { auditSettings } from '../../apps/audit/src/audit.config.js';
import { cliSettings } from '../../apps/cli/src/cli.config.js';
import { feedbackSettings } from '../../apps/feedback/src/feedback.config.js';
import { intakeSettings } from '../../apps/intake/src/intake.config.js';
import { relaySettings } from '../../apps/relay/src/relay.config.js';
import { routingSettings } from '../../apps/routing/src/routing.config.js';
import { supervisionSettings } from '../../apps/supervision/src/supervision.config.js';
import { environmentOf } from './deployed.js';

const apart: Readonly<Record<string, z.ZodObject>> = {
  intake: intakeSettings,
  routing: routingSettings,
  supervision: supervisionSettings,
  feedback: feedbackSettings,
  audit: auditSettings,
  relay: relaySettings,
};

/** As Compose fills it in: any password will do. */
const filled = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replaceAll(/\$\{\w+:\?\}/g, 'x')]),
  );

describe('what docker-compose.yml tells', () => {
  it.each(Object.entries(apart))('%s is all that it needs, and nothing that it does not know', (name, schema) => {
    const told = filled(environmentOf(name));
    expect(Object.keys(told).filter((variable) => !Object.hasOwn(schema.shape, variable))).toEqual([]);
    expect(schema.safeParse(told)).toMatchObject({ success: true });
  });

  it.each(['migrate', 'demo'])('%s is known to the command line', (name) => {
    const variables = Object.keys(environmentOf(name)).filter((variable) => variable.startsWith('BIHUAN_'));
    expect(variables.filter((variable) => !Object.hasOwn(cliSettings.shape, variable))).toEqual([]);
  });
});
