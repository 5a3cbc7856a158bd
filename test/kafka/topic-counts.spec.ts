import { countsOf } from '../support/topic-counts.js';

const event = (version: number, streamId = 'case-1') => ({ streamId, version, eventId: `${streamId} ${version}` });
const history = [event(1), event(2), event(3), event(1, 'case-2')];

describe('the counts of a topic', () => {
  it('find nothing where every event arrived once and in order', () => {
    expect(countsOf(history, history, history)).toEqual({
      acknowledged: 4,
      delivered: 4,
      repeated: 0,
      missing: 0,
      misordered: 0,
    });
  });

  it('find what arrived again', () => {
    const arrived = [event(1), event(2), event(1), event(2), event(3), event(1, 'case-2')];
    expect(countsOf(arrived, history, [])).toMatchObject({ delivered: 4, repeated: 2, missing: 0, misordered: 0 });
  });

  it('find what never arrived, also where only its caller knows of it', () => {
    expect(countsOf(history.slice(0, 2), history, [event(9)])).toMatchObject({ delivered: 2, missing: 3 });
  });

  it('find what arrived too early: a reader who drops repeats has lost the one before it', () => {
    expect(countsOf([event(1), event(3), event(2)], history.slice(0, 3), [])).toMatchObject({
      repeated: 1,
      missing: 1,
      misordered: 1,
    });
  });
});
