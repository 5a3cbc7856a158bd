import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORK_LIBS = [
  'event-store',
  'case-store',
  'case',
  'vault',
  'platform',
  'reference-store',
  'reference',
  'working-time',
];

// The first that fits names the area.
const AREAS = [
  ['json', /\/dist\/libs\/kernel\/src\/canonical-json\.js$/],
  ...WORK_LIBS.map((lib) => [lib, new RegExp(`/dist/libs/${lib}/`)]),
  ['services', /\/dist\/apps\//],
  ['kernel', /\/dist\/libs\//],
  ['pg driver', /\/node_modules\/(pg|postgres-)/],
  ['zod', /\/node_modules\/zod\//],
  ['class-validator', /\/node_modules\/(class-validator|class-transformer|validator|libphonenumber-js)\//],
  ['log', /\/node_modules\/(pino|nestjs-pino|sonic-boom|thread-stream|quick-format-unescaped|safe-stable-stringify)/],
  [
    'nest/fastify',
    /\/node_modules\/(@nestjs|@fastify|fastify|find-my-way|avvio|light-my-request|rxjs|reflect-metadata|fast-|secure-json)/,
  ],
  ['crypto', /^node:(internal\/)?crypto/],
  ['http, net, streams', /^node:(internal\/)?(_?http|net|stream|streams|_stream|_http|dns|tls)/],
  ['node', /^node:/],
  ['other packages', /\/node_modules\//],
];

/** Built-in functions have no file. */
const NATIVE = [
  ['gc', /^\(garbage collector\)$/],
  ['idle', /^\(idle\)$/],
  ['native', /^\(program\)$/],
  ['json', /^(parse|stringify)$/],
  ['crypto', /^(digest|update|final|hash|oneShotDigest|Hash|Hmac|CipherBase|setAAD|getAuthTag|sign|getRandomValues)/],
];
const WRITE = /^(write|writev|writeBuffer|writeString|writeLatin1String|writeUtf8String)$/;
const OURS_OR_PACKAGE = /\/(dist|node_modules)\//;

/** Names the area of each node of a profile: a write of the system by who writes, all else by where it stands. */
function areasOf(nodes) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const writerOf = (id) => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const { url } = frames.get(at);
      if (OURS_OR_PACKAGE.test(url)) return areaOfFile(url);
    }
    return 'unknown';
  };
  const area = ({ id, callFrame: { url, functionName } }) => {
    if (url !== '') return areaOfFile(url);
    if (WRITE.test(functionName)) return `writes of ${writerOf(id)}`;
    return NATIVE.find(([, pattern]) => pattern.test(functionName))?.[0] ?? 'other';
  };
  return new Map(nodes.map((node) => [node.id, area(node)]));
}

const areaOfFile = (url) => AREAS.find(([, pattern]) => pattern.test(url))?.[0] ?? 'other';

const placeOf = ({ url, functionName, lineNumber }) => {
  const file = url.replace(/^.*\/(dist|node_modules)\//, '').replace(/\/src\//, '/');
  return `${functionName || '(anonymous)'}${file === '' ? '' : `  ${file}:${lineNumber + 1}`}`;
};

/**
 * Self time of the main thread between two instants of the machine's monotonic clock (µs), by area and by function, in
 * ms, the most first.
 */
export function profileIn(folder, fromUs, toUs) {
  const name = readdirSync(folder).find((file) => file.endsWith('.cpuprofile'));
  if (name === undefined) return undefined;
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const areaOf = areasOf(nodes);
  const [areas, functions] = [new Map(), new Map()];
  let at = startTime;
  samples.forEach((id, index) => {
    // A delta is the time before its sample: the sample itself stands for what runs until the next.
    at += timeDeltas[index];
    if (at < fromUs || at > toUs) return;
    const ms = (timeDeltas[index + 1] ?? 0) / 1_000;
    add(areas, areaOf.get(id), ms);
    add(functions, placeOf(frames.get(id)), ms);
  });
  return { areas: descending(areas), functions: descending(functions) };
}

const add = (sums, key, ms) => void sums.set(key, (sums.get(key) ?? 0) + ms);
const descending = (sums) => [...sums].map(([name, ms]) => ({ name, ms })).toSorted((a, b) => b.ms - a.ms);
