import { told } from '@bihuan/testing';
import { UnknownEventVersion, upcast, upcastingBy } from './upcasters.js';

const named = (data: unknown) => ({ ...(data as object), unitId: 'ZJJ' });
const counted = (data: unknown) => ({ ...(data as object), count: 1 });
const chain = upcastingBy({ Counted: { schemaVersion: 3, upcasters: [named, counted] } });

describe('the chain of upcasters', () => {
  it.each([
    [1, { unitId: 'ZJJ', count: 1 }],
    [2, { count: 1 }],
    [3, {}],
  ])('brings a payload of version %i to the newest shape', (version, newest) => {
    expect(chain('Counted', version, {})).toEqual(newest);
  });

  it('takes each step on what the step before it made', () => {
    const steps = [(data: unknown) => [data, 1], (data: unknown) => [data, 2]];
    expect(upcastingBy({ Counted: { schemaVersion: 3, upcasters: steps } })('Counted', 1, 0)).toEqual([[0, 1], 2]);
  });

  it.each([0, 4])('stops at version %i, which it does not know', (version) => {
    expect(() => chain('Counted', version, {})).toThrow(new UnknownEventVersion('Counted', version, 3));
  });

  it('says in a sentence what it does not know', () => {
    expect(new UnknownEventVersion('Counted', 4, 3).message).toBe(
      'Counted of version 4 is unknown here: this build knows versions 1 to 3',
    );
  });

  it('lets a type pass that nobody here reads', () => {
    expect(chain('constructor', 9, { a: 1 })).toEqual({ a: 1 });
  });
});

describe('the payload of a stored case event', () => {
  it('is as it was stored, while every type is at its first version', () => {
    const { data } = told('CaseAccepted');
    expect(upcast('CaseAccepted', 1, data)).toBe(data);
  });

  it('stops at a version from a newer build', () => {
    expect(() => upcast('CaseAccepted', 2, {})).toThrow(UnknownEventVersion);
  });
});
