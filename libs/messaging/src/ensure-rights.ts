import kafkajs, { type AclEntry, type Admin, type Kafka } from 'kafkajs';
import type { Rights } from './rights.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const KNOWN_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;
/** How names of ours begin. */
const OURS = 'bihuan.';

/** What came of it; each entry reads as `relay: ALLOW WRITE on PREFIXED TOPIC bihuan.unit. from any host`. */
export interface RightsEnsured {
  /** Given now. */
  readonly added: readonly string[];
  /** Held by one of these principals, or reaching a topic of ours, and not among these rights, by name. Nothing is taken away. */
  readonly surplus: readonly string[];
}

/**
 * Gives the rights that are missing, and resolves when the broker that is asked knows them; others may hear of them a
 * moment later. Needs ALTER on the cluster.
 * @throws Error when that broker has not heard of them after 10 s
 */
export async function ensureRights(kafka: Kafka, rights: Rights): Promise<RightsEnsured> {
  const wanted = new Map(entriesOf(rights).map((entry) => [textOf(entry), entry]));
  const admin = kafka.admin();
  await admin.connect();
  try {
    const held = new Map((await heldOf(admin)).map((entry) => [textOf(entry), entry]));
    const missing = [...wanted].filter(([text]) => !held.has(text));
    if (missing.length > 0) {
      await admin.createAcls({ acl: missing.map(([, entry]) => entry) });
      await untilKnown(admin, [...wanted.keys()]);
    }
    const isOurs = (entry: AclEntry): boolean => Object.hasOwn(rights, nameOf(entry.principal)) || reachesOurs(entry);
    const surplus = [...held].filter(([text, entry]) => !wanted.has(text) && isOurs(entry));
    return { added: missing.map(([text]) => text), surplus: surplus.map(([text]) => text).toSorted() };
  } finally {
    await admin.disconnect();
  }
}

const entriesOf = (rights: Rights): AclEntry[] =>
  Object.entries(rights).flatMap(([principal, list]) =>
    list.flatMap(({ on, name, match, may }) =>
      may.map((operation) => ({
        principal: `User:${principal}`,
        host: '*',
        operation: AclOperationTypes[operation],
        permissionType: AclPermissionTypes.ALLOW,
        resourceType: AclResourceTypes[on],
        resourceName: name,
        resourcePatternType: ResourcePatternTypes[match],
      })),
    ),
  );

async function heldOf(admin: Admin): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
}

/** The controllers take a right before each broker has heard of it; the one that answers here is asked. */
async function untilKnown(admin: Admin, wanted: readonly string[]): Promise<void> {
  const lastTry = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    const held = new Set((await heldOf(admin)).map(textOf));
    const unknown = wanted.find((text) => !held.has(text));
    if (unknown === undefined) return;
    if (performance.now() > lastTry) throw new Error(`the broker does not know of a right that was given: ${unknown}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Others may share the brokers; one of them that may read everything, or what begins as ours does, reads ours too. */
function reachesOurs({ resourceName: name, resourcePatternType: pattern }: AclEntry): boolean {
  return name === '*' || name.startsWith(OURS) || (pattern === ResourcePatternTypes.PREFIXED && OURS.startsWith(name));
}

/** Names a right in full, so that two of one text are one. */
function textOf(entry: AclEntry): string {
  const { principal, host, operation, permissionType, resourceType, resourceName, resourcePatternType } = entry;
  const isWhole = resourcePatternType === ResourcePatternTypes.LITERAL;
  const pattern = isWhole ? '' : `${wordOf(ResourcePatternTypes, resourcePatternType)} `;
  const what = `${wordOf(AclPermissionTypes, permissionType)} ${wordOf(AclOperationTypes, operation)}`;
  const where = `${pattern}${wordOf(AclResourceTypes, resourceType)} ${resourceName}`;
  return `${nameOf(principal)}: ${what} on ${where} from ${host === '*' ? 'any host' : host}`;
}

const nameOf = (principal: string): string => principal.replace(/^User:/, '');
const wordOf = (words: object, code: number): string =>
  Object.entries(words).find(([, value]) => value === code)?.[0] ?? String(code);
