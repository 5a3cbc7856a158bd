import { unitTopic } from './unit-topic.js';

const { CaseClosed: closed, ...others } = unitTopic;

/** Every type is told, or kept back by name. */
export const whole: typeof unitTopic = { ...others, CaseClosed: closed };
// @ts-expect-error a type is missing
export const incomplete: typeof unitTopic = others;
// @ts-expect-error the event has no such field
export const foreign: typeof unitTopic = { ...others, CaseClosed: { to: 'CASE', fields: ['subjectRef'] } };
// @ts-expect-error the event is of no assignment
export const nobodys: typeof unitTopic = { ...others, CaseClosed: { to: 'ASSIGNMENT', fields: ['round'] } };
