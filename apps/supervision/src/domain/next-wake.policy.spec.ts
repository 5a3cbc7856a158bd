import { caseFold } from '@bihuan/case';
import { foldStream } from '@bihuan/kernel';
import { clockId, histories, recorded, told, type Told } from '@bihuan/testing';
import { nextWakeAt } from './next-wake.policy.js';

const WARN = '2025-08-10T14:00:00.000Z';
const DUE = '2025-08-11T16:00:00.000Z';

const started = told('SlaStarted');
const wakeAfter = (...facts: readonly Told[]) =>
  nextWakeAt(foldStream(caseFold, recorded([...histories.dispatched, ...facts])));

describe('the next instant at which a clock of the case has something to say', () => {
  it('is the first warn point, then the end, then none', () => {
    expect(wakeAfter(started)).toBe(WARN);
    expect(wakeAfter(started, told('SlaWarned'))).toBe(DUE);
    expect(wakeAfter(started, told('SlaWarned'), told('SlaBreached'))).toBeNull();
  });

  it('is the earliest of all clocks', () => {
    const earlier = told('SlaStarted', {
      clockId: `${clockId.slice(0, -1)}9`,
      terms: { ...started.data.terms, warnAt: [], dueAt: '2025-08-08T00:00:00.000Z' },
    });
    expect(wakeAfter(started, earlier)).toBe('2025-08-08T00:00:00.000Z');
  });

  it('is none while a clock rests, nor once it has stopped', () => {
    expect(wakeAfter(started, told('SlaPaused'))).toBeNull();
    expect(wakeAfter(started, told('SlaStopped'))).toBeNull();
  });

  it('is none once the case is closed, but of a reply that is owed all the same', () => {
    const reply = told('SlaStarted', { stage: 'DELEGATION_REPLY' });
    expect(wakeAfter(started, told('CaseClosed'))).toBeNull();
    expect(wakeAfter(reply, told('CaseClosed'))).toBe(WARN);
  });

  it('is none where no clock runs', () => {
    expect(wakeAfter()).toBeNull();
  });
});
