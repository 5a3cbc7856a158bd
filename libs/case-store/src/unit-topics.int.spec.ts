import type { NewEvent } from '@bihuan/kernel';
import { caseStream } from '@bihuan/case';
import { Feed, type RecordedEvent, WorkerDatabase } from '@bihuan/event-store';
import { histories, serviceUnderTest, type ServiceUnderTest, told, uuidOf } from '@bihuan/testing';
import { Module } from '@nestjs/common';
import { UnitTopics } from './unit-topics.js';

@Module({})
class CasesAlone {}

let service: ServiceUnderTest;
let events: readonly RecordedEvent[];
let given: { readonly [Name in 'ours' | 'returned' | 'foreign']: string };

const returned = [
  ...histories.dispatched,
  told('AssignmentReturnApproved'),
  told('AssignmentDispatched', { assignmentId: uuidOf(12), unitId: 'ZFJ', cause: 'REDISPATCH' }),
  told('AssignmentReturnApproved', { assignmentId: uuidOf(12) }),
  told('AssignmentDispatched', { assignmentId: uuidOf(13), cause: 'REDISPATCH' }),
];
const foreign = [...histories.accepted, told('AssignmentDispatched', { unitId: 'ZFJ' }), told('AssignmentSigned')];

beforeAll(async () => {
  service = await serviceUnderTest({ name: 'case-store', module: CasesAlone, migrations: [] });
  const made = await Promise.all([histories.closed, returned, foreign].map((history) => service.given(...history)));
  const [ours = '', back = '', other = ''] = made.map(({ caseId }) => caseStream(caseId));
  given = { ours, returned: back, foreign: other };
  events = (await service.app.get(Feed).read(0)).filter(({ streamType }) => streamType === 'case');
}, 60_000);
afterAll(() => service.stop());

const isToOurs = ({ type, data }: NewEvent) =>
  type === 'AssignmentDispatched' && (data as { unitId: string }).unitId === 'ZJJ';

/** Topics of one unit, and the streams whose beginnings were looked up for them. */
const reader = () => {
  const worker = service.app.get(WorkerDatabase);
  const lookedUp: string[] = [];
  const texts = (text: string, values: readonly unknown[] = []) => {
    lookedUp.push(...(values[1] as string[]));
    return worker.texts(text, values);
  };
  const watched = Object.assign(Object.create(worker) as WorkerDatabase, { texts });
  return { topics: new UnitTopics(watched, isToOurs), lookedUp };
};
const readIn = async (topics: UnitTopics, pages: readonly (readonly RecordedEvent[])[]) => {
  const lines: string[] = [];
  for (const page of pages) {
    const own = (await topics.told(page)).filter(({ message }) => message.unitId === 'ZJJ');
    lines.push(...own.map(({ event, message }) => JSON.stringify([event.meta.position, message])));
  }
  return lines;
};
const pagesOf = (size: number, from = 0): (readonly RecordedEvent[])[] =>
  events.slice(from, from + size).length === 0 ? [] : [events.slice(from, from + size), ...pagesOf(size, from + size)];
const all = () => readIn(reader().topics, [events]);
const positionOf = (line: string): number => (JSON.parse(line) as [number])[0];

describe('what units are told, page by page', () => {
  it('is in the order of the ledger, over all cases', async () => {
    const positions = (await all()).map(positionOf);
    expect(positions).toEqual(positions.toSorted((left, right) => left - right));
    expect(positions.length).toBeGreaterThan(9);
  });

  it.each([1, 2, 3, 7, 1_000])('is the same in pages of %d events', async (size) => {
    expect(await readIn(reader().topics, pagesOf(size))).toEqual(await all());
  });

  it('is the same from any event on, whatever came before it', async () => {
    const whole = await all();
    const rests = await Promise.all(events.map((_, from) => readIn(reader().topics, pagesOf(5, from))));
    expect(rests).toEqual(events.map(({ meta }) => whole.filter((line) => positionOf(line) >= meta.position)));
  });

  it('is told again by a page that is read again', async () => {
    const { topics } = reader();
    const [first = [], second = [], ...more] = pagesOf(6);
    const [, once, ...rest] = [
      await readIn(topics, [first]),
      await readIn(topics, [second]),
      await readIn(topics, more),
    ];
    expect([await readIn(topics, [second]), await readIn(topics, more)]).toEqual([once, ...rest]);
  });
});

const startingAt = (streamId: string, version: number): readonly RecordedEvent[] =>
  events.filter((event) => event.streamId === streamId && event.meta.version >= version);

describe('a case that was never the unit’s', () => {
  it('is never looked up by who has read it from its beginning', async () => {
    const { topics, lookedUp } = reader();
    await readIn(topics, pagesOf(1));
    expect(lookedUp.filter((streamId) => streamId === given.foreign)).toEqual([]);
  });

  it('is looked up once by who meets it in its middle', async () => {
    const { topics, lookedUp } = reader();
    await readIn(
      topics,
      startingAt(given.foreign, 3).map((event) => [event]),
    );
    expect(lookedUp).toEqual([given.foreign]);
  });

  it('is looked up when it becomes the unit’s, and not again', async () => {
    const { topics, lookedUp } = reader();
    const lines = await readIn(
      topics,
      startingAt(given.ours, 1).map((event) => [event]),
    );
    expect(lookedUp).toEqual([given.ours]);
    expect(lines[0]).toContain('CaseHandedToUnit');
  });
});
