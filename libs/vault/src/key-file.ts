import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const secret = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'not 32 bytes');
const keyFile = z.strictObject({
  tenantId: z.string(),
  /** Never rotated: pseudonyms and fingerprints made from it must be found again. */
  root: secret,
  /** Oldest first; the last one wraps, the others still unwrap. The version is one byte of each wrapped key. */
  versions: z.array(z.strictObject({ version: z.int().min(1).max(255), secret })).min(1),
});

/** The keys of one tenant, as they lie on disk. */
export type KeyFile = z.infer<typeof keyFile>;

// The id is part of a path, so only what events.md allows for a tenantId may come in.
const TENANT_ID = /^[A-Za-z0-9-]{1,32}$/;
const newSecret = (): string => randomBytes(32).toString('base64');
const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Path of a tenant's key file. */
export function keyPath(dir: string, tenantId: string): string {
  if (!TENANT_ID.test(tenantId)) throw new Error('A tenantId is 1 to 32 letters, digits and hyphens');
  return join(dir, `tenant-${tenantId}.key`);
}

/** The keys of a tenant, made when there are none. Two processes that make them at once get the same. */
export function loadOrCreateKeyFile(dir: string, tenantId: string): KeyFile {
  const path = keyPath(dir, tenantId);
  return readKeyFile(path, tenantId) ?? createKeyFile(path, tenantId);
}

/** The keys of a tenant. @throws Error when there are none: they are made by whoever runs the house, once for all */
export function loadKeyFile(dir: string, tenantId: string): KeyFile {
  const path = keyPath(dir, tenantId);
  const keys = readKeyFile(path, tenantId);
  if (!keys) throw new Error(`${path} is missing: every process must read the folder in which the keys were made`);
  return keys;
}

/** Adds a version, which wraps from now on. One process at a time. */
export function addKeyVersion(dir: string, tenantId: string): KeyFile {
  const path = keyPath(dir, tenantId);
  // A second rotation at the same time would lose the first one's key, and with it all that was sealed in between.
  const lock = `${path}.rotating`;
  closeSync(openSync(lock, 'wx', 0o600));
  try {
    const { versions, ...rest } = loadOrCreateKeyFile(dir, tenantId);
    const next = { version: (versions.at(-1)?.version ?? 0) + 1, secret: newSecret() };
    const rotated = keyFile.parse({ ...rest, versions: [...versions, next] });
    const draft = writeDraft(path, rotated);
    renameSync(draft, path);
    syncFolder(path);
    return rotated;
  } finally {
    rmSync(lock);
  }
}

function readKeyFile(path: string, tenantId: string): KeyFile | undefined {
  let text: string;
  try {
    refuseWorldReadable(path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const keys = parseKeyFile(path, text);
  // A file system that takes `A` and `a` for one name would give two tenants one key.
  if (keys.tenantId !== tenantId) throw new Error(`${path} holds the keys of another tenant`);
  return keys;
}

function parseKeyFile(path: string, text: string): KeyFile {
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    // Without the cause: parsers quote what they read, and this is a key.
    throw new Error(`${path} is not a key file`);
  }
}

// Group rights are left alone: a mounted volume of a container sets them (fsGroup).
function refuseWorldReadable(path: string): void {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o007) !== 0) {
    throw new Error(`${path} must be closed to others: chmod 600`);
  }
}

function createKeyFile(path: string, tenantId: string): KeyFile {
  prepareFolder(dirname(path));
  const draft = writeDraft(path, { tenantId, root: newSecret(), versions: [{ version: 1, secret: newSecret() }] });
  try {
    // A link fails where a file is already; a rename would replace the keys that another process has begun to use.
    linkSync(draft, path);
    syncFolder(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  const keys = readKeyFile(path, tenantId);
  if (!keys) throw new Error(`${path} vanished while it was made`);
  return keys;
}

function prepareFolder(dir: string): void {
  if (mkdirSync(dir, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(dir, 0o700);
}

function writeDraft(path: string, keys: KeyFile): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(keys)}\n`);
    // Before it gets its name: a key that a power cut takes away takes everything sealed under it along.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
