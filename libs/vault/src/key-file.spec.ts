import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addKeyVersion, keyPath, loadOrCreateKeyFile } from './key-file.js';

let home: string;
let dir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bihuan-keys-'));
  dir = join(home, 'keys');
});
afterEach(() => rmSync(home, { recursive: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the key file of a tenant', () => {
  it('is made once and then read', () => {
    const made = loadOrCreateKeyFile(dir, 'zhanyi');
    expect(made).toMatchObject({ tenantId: 'zhanyi', versions: [{ version: 1 }] });
    expect(loadOrCreateKeyFile(dir, 'zhanyi')).toEqual(made);
  });

  it('is read by its owner alone, and leaves nothing beside it', () => {
    loadOrCreateKeyFile(dir, 'zhanyi');
    expect([modeOf(dir), modeOf(keyPath(dir, 'zhanyi'))]).toEqual(['700', '600']);
    expect(readdirSync(dir)).toEqual(['tenant-zhanyi.key']);
  });

  it('is the same for processes that make it at one moment', async () => {
    const source = join(import.meta.dirname, 'key-file.ts');
    const script = `import(${JSON.stringify(source)}).then(({ loadOrCreateKeyFile }) =>
      console.log(JSON.stringify(loadOrCreateKeyFile(${JSON.stringify(dir)}, 'zhanyi'))))`;
    const made = await Promise.all(
      [1, 2, 3, 4].map(async () => (await promisify(execFile)(process.execPath, ['-e', script])).stdout),
    );
    expect(new Set(made)).toEqual(new Set([`${JSON.stringify(loadOrCreateKeyFile(dir, 'zhanyi'))}\n`]));
  });

  it('keeps what it had when a version is added', () => {
    const before = loadOrCreateKeyFile(dir, 'zhanyi');
    const after = addKeyVersion(dir, 'zhanyi');
    expect(after).toEqual({
      ...before,
      versions: [...before.versions, { version: 2, secret: after.versions[1]?.secret }],
    });
    expect(loadOrCreateKeyFile(dir, 'zhanyi')).toEqual(after);
  });

  it('takes one rotation at a time', () => {
    loadOrCreateKeyFile(dir, 'zhanyi');
    writeFileSync(`${keyPath(dir, 'zhanyi')}.rotating`, '');
    expect(() => addKeyVersion(dir, 'zhanyi')).toThrow('EEXIST');
  });

  it('is refused when others may read it', () => {
    loadOrCreateKeyFile(dir, 'zhanyi');
    chmodSync(keyPath(dir, 'zhanyi'), 0o644);
    expect(() => loadOrCreateKeyFile(dir, 'zhanyi')).toThrow('must be closed to others');
  });

  it('is refused when it is another tenant’s', () => {
    loadOrCreateKeyFile(dir, 'zhanyi');
    renameSync(keyPath(dir, 'zhanyi'), keyPath(dir, 'demo2'));
    expect(() => loadOrCreateKeyFile(dir, 'demo2')).toThrow('the keys of another tenant');
  });

  it('is refused when it is damaged, and its content is not told', () => {
    const { root } = loadOrCreateKeyFile(dir, 'zhanyi');
    writeFileSync(keyPath(dir, 'zhanyi'), readFileSync(keyPath(dir, 'zhanyi'), 'utf8').slice(0, -9));
    expect(() => loadOrCreateKeyFile(dir, 'zhanyi')).toThrow(/is not a key file$/);
    expect(() => loadOrCreateKeyFile(dir, 'zhanyi')).not.toThrow(root);
  });

  it.each(['../other', 'a/b', '', 'x'.repeat(33), '战役'])('has no place for a tenant %p', (tenantId) => {
    expect(() => loadOrCreateKeyFile(dir, tenantId)).toThrow('A tenantId is');
  });
});
