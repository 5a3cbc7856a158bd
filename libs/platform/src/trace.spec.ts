import { requestIdOf, traceOf } from './trace.js';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

describe('the trace of a request', () => {
  it.each([`00-${id}-${parent}-01`, `cc-${id}-${parent}-01`, `cc-${id}-${parent}-01-more`])(
    'goes on with %s',
    (header) => {
      const { traceId, traceparent } = traceOf(header);
      expect(traceId).toBe(id);
      expect(traceparent).toMatch(new RegExp(`^00-${id}-[0-9a-f]{16}-01$`));
    },
  );

  it('has a span of its own', () => {
    expect(traceOf(`00-${id}-${parent}-01`).traceparent).not.toContain(parent);
  });

  it.each([
    undefined,
    '',
    `ff-${id}-${parent}-01`,
    `00-${'0'.repeat(32)}-${parent}-01`,
    `00-${id}-${'0'.repeat(16)}-01`,
    `00-${id}-${parent}-01-more`,
    `00-${id.toUpperCase()}-${parent}-01`,
    `00-${id}-${parent}`,
  ])('begins anew when told %s', (header) => {
    const { traceId, traceparent } = traceOf(header);
    expect(traceId).toMatch(/^(?!4bf92f35)[0-9a-f]{32}$/);
    expect(traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
  });
});

describe('the id of a request', () => {
  it('is what the caller calls it', () => {
    expect(requestIdOf('abc-1.2_3')).toBe('abc-1.2_3');
  });

  it.each([[undefined], [''], ['a b'], ['a\r\nb'], ['x'.repeat(65)], [['a', 'b']]])('is not %j', (header) => {
    expect(requestIdOf(header)).toBeUndefined();
  });
});
