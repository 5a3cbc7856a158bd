import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@bihuan/event-store';
import { TenantKeys } from './tenant-keys.js';
import { Vault } from './vault.js';

const dir = mkdtempSync(join(tmpdir(), 'bihuan-vault-'));
// Sealing asks no database: this one is never connected to.
const vault = new Vault(new TenantKeys(dir), new Database('postgres://nobody@127.0.0.1:1/none'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a reference to a text', () => {
  it('counts characters, not bytes', () => {
    expect(vault.seal('井盖破损𠮷', 'zhanyi').ref.chars).toBe(5);
  });

  it('is made of the composed form of the text', () => {
    expect(vault.seal('e\u0301', 'zhanyi').ref.chars).toBe(1);
  });

  it('differs for the same text kept twice', () => {
    const [one, two] = [vault.seal('井盖破损', 'zhanyi').ref, vault.seal('井盖破损', 'zhanyi').ref];
    expect([one.ref === two.ref, one.keyedHash === two.keyedHash]).toEqual([false, false]);
  });

  it('has the shape that events demand', () => {
    expect(vault.seal('井盖破损', 'zhanyi').ref).toEqual({
      ref: expect.stringMatching(/^txt_[0-9a-f-]{36}$/),
      keyedHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      chars: 4,
    });
  });

  it('goes with a ciphertext in which the text does not stand', () => {
    const { ref, sealed } = vault.seal('井盖破损', 'zhanyi');
    expect([sealed.ref === ref.ref, Buffer.from(sealed.ciphertext).includes('井盖')]).toEqual([true, false]);
  });
});

describe('a reference to a person', () => {
  it('says which fields are kept, and nothing of what stands in them', () => {
    const { subjectRef, sealed, fields } = vault.sealSubject(
      { phone: '13812345678', name: '张三', email: ' ' },
      'zhanyi',
    );
    expect([subjectRef, fields]).toEqual([expect.stringMatching(/^sub_[0-9a-f-]{36}$/), ['name', 'phone']]);
    expect([sealed.ref === subjectRef, Buffer.from(sealed.ciphertext).includes('138')]).toEqual([true, false]);
  });

  it('differs for the same person in two cases, whose pseudonyms are the same', () => {
    const one = vault.sealSubject({ phone: '+86 138 1234 5678', idNo: '53030219900101123x' }, 'zhanyi');
    const two = vault.sealSubject({ phone: '13812345678', idNo: '53030219900101123X' }, 'zhanyi');
    expect(one.subjectRef).not.toBe(two.subjectRef);
    expect(one.pseudonyms).toEqual(two.pseudonyms);
  });

  it('has pseudonyms that another tenant cannot compare', () => {
    const [one, two] = ['zhanyi', 'demo2'].map((tenantId) => vault.pseudonym(tenantId, 'phone', '13812345678'));
    expect(one).not.toBe(two);
  });

  it('has pseudonyms of what is known alone', () => {
    expect(vault.sealSubject({ name: '张三' }, 'zhanyi').pseudonyms).toEqual({});
  });
});
