import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What we read of a service of docker-compose.yml; its anchors are resolved. */
interface ComposedService {
  readonly image: string;
  readonly build?: { readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly restart: string;
  readonly user: string;
  readonly healthcheck: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly container_name?: string;
  readonly depends_on?: Readonly<Record<string, object>>;
}

export const composeText = readFileSync('docker-compose.yml', 'utf8');
const { services } = parse(composeText, { merge: true }) as { services: Readonly<Record<string, ComposedService>> };

export const composed = Object.entries(services);
/** Those that stay up, and those that run once. */
export const lasting = composed.filter(([, { restart }]) => restart === 'unless-stopped');
export const once = composed.filter(([, { restart }]) => restart !== 'unless-stopped');

/** What a service is told by its environment. */
export const environmentOf = (name: string): Readonly<Record<string, string>> => services[name]?.environment ?? {};

/** Whom a service waits for. */
export const waitsFor = (name: string): string[] => Object.keys(services[name]?.depends_on ?? {});

/** Apps whose programs stay up, in their order. */
export const lastingApps = lasting.flatMap(([, { command = [] }]) => {
  const [, app] = /dist\/apps\/(\w+)\//.exec(command.join(' ')) ?? [];
  return app ?? [];
});

/** Variables that a text is filled from: with no other value when they are missing, or with one. */
export const filledFrom = (text: string): { readonly required: string[]; readonly optional: string[] } => ({
  required: [...new Set([...text.matchAll(/\$\{(\w+):\?\}/g)].map(([, name = '']) => name))],
  optional: [...new Set([...text.matchAll(/\$\{(\w+):-[^}]*\}/g)].map(([, name = '']) => name))],
});

/** Lines of a Dockerfile that begin with an instruction, without it. */
export const instructions = (dockerfile: string, name: string): string[] =>
  dockerfile
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1));
