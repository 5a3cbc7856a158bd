import { accountFor, type Host } from './account.js';

const POSTGRES = { uid: 101, gid: 104 };
const NOBODY = { uid: 65_534, gid: 65_534 };
const ROOTS = { uid: 0, gid: 0 };

const ACCOUNTS = new Map([
  ['postgres', POSTGRES],
  ['nobody', NOBODY],
]);

/** A system on which root runs, both accounts exist and may do everything. */
const hostOfRoot = (told: Partial<Host> = {}): Host => ({
  uid: 0,
  idsOf: (name) => Promise.resolve(ACCOUNTS.get(name)),
  mayUse: () => Promise.resolve(true),
  mayUnshare: () => Promise.resolve(true),
  ...told,
});

describe('the account that PostgreSQL runs as', () => {
  it.each([
    ['is ours when we are not root', hostOfRoot({ uid: 1000 }), undefined, { kind: 'SELF' }],
    ['is ours on a system without users by number', hostOfRoot({ uid: undefined }), undefined, { kind: 'SELF' }],
    ['is postgres when root starts a new cluster', hostOfRoot(), undefined, { kind: 'OTHER', ...POSTGRES }],
    ['owns the cluster that is there', hostOfRoot(), NOBODY, { kind: 'OTHER', ...NOBODY }],
    [
      'is nobody when there is no postgres',
      hostOfRoot({ idsOf: (name) => Promise.resolve(new Map([['nobody', NOBODY]]).get(name)) }),
      undefined,
      { kind: 'OTHER', ...NOBODY },
    ],
    [
      'is nobody when postgres cannot run the server or reach the folder',
      hostOfRoot({ mayUse: ({ uid }) => Promise.resolve(uid === NOBODY.uid) }),
      undefined,
      { kind: 'OTHER', ...NOBODY },
    ],
    [
      'is root in a namespace when no other can reach the folder',
      hostOfRoot({ mayUse: () => Promise.resolve(false) }),
      undefined,
      { kind: 'NAMESPACE' },
    ],
    ['is root in a namespace when root owns the cluster', hostOfRoot(), ROOTS, { kind: 'NAMESPACE' }],
  ])('%s', async (_title, host, dataOwner, expected) => {
    expect(await accountFor(host, dataOwner)).toEqual(expected);
  });

  it('is refused to root where nobody else can run it and namespaces are forbidden', async () => {
    const host = hostOfRoot({ mayUse: () => Promise.resolve(false), mayUnshare: () => Promise.resolve(false) });
    await expect(accountFor(host, undefined)).rejects.toMatchObject({
      code: 'NO_ACCOUNT',
      message: expect.stringContaining('set DATABASE_URL'),
    });
  });
});
