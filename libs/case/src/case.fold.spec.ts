import { canonicalJson, foldStream } from '@bihuan/kernel';
import { histories, recorded, told } from '@bihuan/testing';
import { caseCatalogue } from './case-events.js';
import { caseFold } from './case.fold.js';

const stories = Object.entries(histories);

describe('the one fold from a stream to the case', () => {
  it('has a step for every event type', () => {
    expect(Object.keys(caseFold.evolve).toSorted()).toEqual(Object.keys(caseCatalogue).toSorted());
  });

  it.each(stories)('gives the same case for %s, at once or one event after another', (_, story) => {
    const events = recorded(story);
    const stepwise = events.reduce(
      (initialState, event) => foldStream({ ...caseFold, initialState }, [event]),
      caseFold.initialState,
    );
    expect(canonicalJson(stepwise)).toBe(canonicalJson(foldStream(caseFold, events)));
  });

  it.each([
    told('SlaStarted'),
    told('SlaPaused'),
    told('SlaResumed'),
    told('SlaDeadlineMoved'),
    told('SlaWarned'),
    told('SlaBreached'),
    told('SlaBreachExplained'),
    told('SlaStopped'),
  ])('lets no fact of a clock move the case: $type', (event) => {
    const { status, statusVersion } = foldStream(caseFold, recorded([...histories.inHandling, event]));
    expect({ status, statusVersion }).toEqual({ status: 'IN_HANDLING', statusVersion: 6 });
  });
});
