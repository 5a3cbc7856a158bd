import { ACTOR, dataOf, TENANT } from './append-event.mjs';
import { lib } from './built.mjs';

const AT_ONCE = 256;

/** Registers new cases through the ledger, so many, each somewhere else: none looks like another. Answers their ids. */
export async function registerCases(ledger, count, random) {
  const { newId } = await lib('kernel');
  const { noHead } = await lib('event-store');
  const one = async () => {
    const caseId = newId();
    const data = dataOf(caseId);
    const position = { ...data.place.position, wgsLng: 80 + random(45e6) / 1e6, wgsLat: 22 + random(25e6) / 1e6 };
    const at = ledger.now();
    const fact = {
      type: 'CaseRegistered',
      data: { ...data, place: { ...data.place, position }, caseNo: `ZY${caseId}`, externalTicketNo: `T-${caseId}` },
      classification: 'INTERNAL',
    };
    await ledger.append({
      service: 'intake',
      parts: [{ streamId: `case-${caseId}`, head: noHead, facts: [fact] }],
      recordedAt: at,
      meta: { tenantId: TENANT, actor: ACTOR, at, correlationId: newId().replaceAll('-', ''), commandId: newId() },
      sealed: [],
      keys: [],
    });
    return caseId;
  };
  const made = [];
  while (made.length < count)
    made.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - made.length) }, one))));
  return made;
}
