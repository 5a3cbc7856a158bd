import type { z } from 'zod';
import { auditSettings } from '../../apps/audit/src/audit.config.js';
import { cliSettings } from '../../apps/cli/src/cli.config.js';
import { feedbackSettings } from '../../apps/feedback/src/feedback.config.js';
import { intakeSettings } from '../../apps/intake/src/intake.config.js';
import { relaySettings } from '../../apps/relay/src/relay.config.js';
import { routingSettings } from '../../apps/routing/src/routing.config.js';
import { standaloneSettings } from '../../apps/standalone/src/standalone.config.js';
import { supervisionSettings } from '../../apps/supervision/src/supervision.config.js';
import { pageIn, quoted, tableOf } from './readme.js';

const apart = {
  intake: intakeSettings,
  routing: routingSettings,
  supervision: supervisionSettings,
  feedback: feedbackSettings,
  audit: auditSettings,
  relay: relaySettings,
};
const everyApart = Object.keys(apart);

/** What a setting is when nobody names it: its default, `–` where it may be absent, `required` where it may not. */
const standardOf = (schema: z.ZodType): string => {
  const { success, data } = schema.safeParse(undefined);
  return success ? String((data as string | number | undefined) ?? '–') : 'required';
};
const namesOf = (schema: z.ZodObject): string[] => Object.keys(schema.shape);
const settingsOf = ({ shape }: z.ZodObject): Record<string, string> =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, standardOf(schema as z.ZodType)]));
const valueIn = (cell: string): string => quoted(cell)[0] ?? cell;

describe('the table of variables', () => {
  const inReadme = tableOf('Variables').map(([name = '', standard = '']) => [valueIn(name), valueIn(standard)]);

  it('names every setting of the one process, with its default', () => {
    expect(Object.fromEntries(inReadme)).toEqual(settingsOf(standaloneSettings));
  });
});

describe('the table of the services’ variables', () => {
  const rows = tableOf('Variables', pageIn('docs/services.md')).map(([name = '', standard = '', of = '']) => ({
    name: valueIn(name),
    standard: valueIn(standard),
    of: of === 'all' ? everyApart : of.split(', '),
  }));

  it.each(Object.entries(apart))('names every setting of %s, with its default', (service, schema) => {
    const told = rows.filter(({ of }) => of.includes(service)).map(({ name, standard }) => [name, standard]);
    expect(Object.fromEntries(told)).toEqual(settingsOf(schema));
  });

  it('names each once for each service', () => {
    const told = rows.flatMap(({ name, of }) => of.map((service) => `${service} ${name}`));
    expect(told).toEqual([...new Set(told)]);
  });
});

describe('the command line', () => {
  const house = [standaloneSettings, ...Object.values(apart)].flatMap(namesOf);

  it('reads no setting that the house does not know', () => {
    expect(namesOf(cliSettings).filter((name) => !house.includes(name))).toEqual([]);
  });

  it('is not stopped by any that stands in the same environment', () => {
    const ours = house.filter((name) => name.startsWith('BIHUAN_'));
    expect(ours.filter((name) => !namesOf(cliSettings).includes(name))).toEqual([]);
  });
});
