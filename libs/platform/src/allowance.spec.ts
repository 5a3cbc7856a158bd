import { Allowance, type Taken } from './allowance.js';

const limits = { publicId: 'abcdefgh', rate: 2, burst: 100 };

/** So many of some requests at the same moment. */
const passed = async (allowance: Allowance, requests: number) => {
  const takes = await Promise.all(Array.from({ length: requests }, () => allowance.take()));
  return takes.filter(({ isAllowed }) => isAllowed).length;
};

describe('what a process may let pass of a key', () => {
  let bucket: number;
  let asked: number[];
  const failures: Error[] = [];
  const takeTokens = async (_: unknown, wanted: number): Promise<Taken> => {
    const failure = failures.pop();
    if (failure) throw failure;
    asked.push(wanted);
    const granted = Math.min(wanted, Math.floor(bucket));
    bucket -= granted;
    return { granted, remaining: bucket };
  };

  beforeEach(() => {
    bucket = 100;
    asked = [];
  });

  it('is taken from the shared bucket by the handful, once for all who wait', async () => {
    expect(await passed(new Allowance(limits, takeTokens), 12)).toBe(12);
    expect([asked, bucket]).toEqual([[5, 5, 5], 85]);
  });

  it('is, of two processes together, no more than the bucket holds', async () => {
    const [one, other] = [new Allowance(limits, takeTokens), new Allowance(limits, takeTokens)];
    expect((await Promise.all([passed(one, 80), passed(other, 80)])).reduce((all, some) => all + some)).toBe(100);
  });

  it('is one request at a time where a key may ask little', async () => {
    bucket = 3;
    expect(await passed(new Allowance({ ...limits, burst: 3 }, takeTokens), 3)).toBe(3);
    expect(asked).toEqual([1, 1, 1]);
  });

  it('tells what is left, here and there, and when it is full', async () => {
    bucket = 99.5;
    expect(await new Allowance(limits, takeTokens).take()).toEqual({
      isAllowed: true,
      remaining: 98,
      fullInS: 1,
      nextInS: 0,
    });
  });

  it('tells whom it refuses when to come again', async () => {
    bucket = 0.5;
    expect(await new Allowance({ ...limits, rate: 0.1 }, takeTokens).take()).toEqual({
      isAllowed: false,
      remaining: 0,
      fullInS: 995,
      nextInS: 5,
    });
  });

  it('is asked for again after it could not be asked for', async () => {
    failures.push(new Error('away'));
    const allowance = new Allowance(limits, takeTokens);
    await expect(allowance.take()).rejects.toThrow('away');
    expect((await allowance.take()).isAllowed).toBe(true);
  });
});
