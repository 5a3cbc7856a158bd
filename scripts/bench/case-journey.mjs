import { setTimeout as pause } from 'node:timers/promises';

/** The smallest picture there is: one white pixel. */
const PHOTO = {
  type: 'image/jpeg',
  bytes: Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
    'base64',
  ),
};
const CONTACTED_AT = '2025-08-08T09:10:00+08:00';
const PATIENCE_MS = 30_000;

/** A manhole cover, each somewhere else and reported by somebody else: no case shall look like a repeat of another. */
const report = (nth, random) => ({
  sourceSystem: 'GRID_APP',
  externalTicketNo: `ZY-B-${process.pid}-${nth}`,
  channel: 'GRID_APP',
  nature: 'HELP',
  description: '玉林北路污水井盖破损，行人有跌落风险。',
  reportedAt: '2025-08-07T15:19:00+08:00',
  place: {
    regionCode: '530303002001',
    gridCode: '5303030020014B001',
    address: `龙华街道龙华社区玉林北路${nth}号`,
    position: { lng: 103.6 + random(400_000) / 1e6, lat: 25.4 + random(400_000) / 1e6, datum: 'GCJ02', accuracyM: 12 },
  },
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  complainant: { name: '王某', phone: `138${String(nth).padStart(8, '0')}` },
  confidentiality: 'NORMAL',
  wantsReply: true,
  attachmentIds: [],
});

const ACCEPTANCE = {
  classification: {
    codeSystem: 'GBT30428-2',
    categoryCode: 'C0102',
    matterKind: 'COMPONENT',
    grade: 'GENERAL',
    urgency: 'ORDINARY',
  },
  disposition: 'DISPATCH',
};

const result = (attachmentId) => ({
  truth: 'TRUE',
  beyondDuty: false,
  contactedAt: CONTACTED_AT,
  contactedWhom: 'PARTY',
  solved: true,
  measure: '更换井盖并恢复路面。',
  publicReply: '井盖已更换，路面已恢复。',
  resolutionMethod: 'REPAIR',
  attachmentIds: [attachmentId],
});

/** Takes cases from the report to the end, a look at the case after each step, and keeps how long each request took. */
export class CaseJourney {
  /** Milliseconds of each request, by what it asks. */
  latenciesMs = new Map();
  requests = 0;
  /** Looks that showed the case as it was before the step they came after. */
  staleReads = 0;
  #http;
  #keys;
  #random;
  #cases = 0;

  constructor(http, keys, random) {
    this.#http = http;
    this.#keys = keys;
    this.#random = random;
  }

  forget() {
    this.latenciesMs = new Map();
    this.requests = 0;
    this.staleReads = 0;
  }

  /** One case, all its steps. @throws Error at an answer that is none of those expected */
  async once() {
    this.#cases += 1;
    const registered = report(this.#cases, this.#random);
    const { caseId, version } = await this.#post('register', 201, 'grid-worker-1', '/v1/intake/cases', registered);
    await this.#look(caseId, version);
    const step = async (name, key, path, body) => {
      const decided = await this.#post(name, 200, key, path, body);
      return this.#look(caseId, decided.version);
    };
    await step('accept', 'clerk-1', `/v1/intake/cases/${caseId}/accept`, ACCEPTANCE);
    const { assignments } = await this.#reaches(caseId, 'DISPATCHED');
    const { assignmentId } = assignments.find(({ role }) => role === 'LEAD');
    await step('sign', 'zjj-handler-1', `/v1/routing/assignments/${assignmentId}/sign`);
    const contact = { medium: 'CALL', result: 'REACHED', at: CONTACTED_AT };
    await step('contact', 'zjj-handler-1', `/v1/feedback/assignments/${assignmentId}/contacts`, contact);
    const { attachmentId } = await this.#ask('upload', 201, () =>
      this.#http.upload('/v1/intake/attachments', this.#key('zjj-handler-1'), PHOTO),
    );
    await this.#look(caseId, 0);
    await step('submit', 'zjj-handler-1', `/v1/feedback/cases/${caseId}/submit`, result(attachmentId));
    await step('approve', 'reviewer-1', `/v1/feedback/cases/${caseId}/approve`);
    const answers = { channel: 'CALL', solved: 'SOLVED', satisfaction: 'SATISFIED', note: '回访属实。' };
    const path = `/v1/feedback/cases/${caseId}/complete-callback`;
    const { status } = await step('complete-callback', 'callback-clerk-1', path, answers);
    if (status !== 'CLOSED') throw new Error(`${caseId} is ${status} after its callback`);
  }

  /** The case as it is shown, which is current when it shows at least the version that a step has answered. */
  async #look(caseId, version, name = 'get') {
    const seen = await this.#ask(name, 200, () => this.#http.get(`/v1/intake/cases/${caseId}`, this.#key('clerk-1')));
    if (seen.version < version) this.staleReads += 1;
    return seen;
  }

  /** Looks until the case has a status, a little less often each time. */
  async #reaches(caseId, status) {
    const lastLook = performance.now() + PATIENCE_MS;
    for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
      const seen = await this.#look(caseId, 0, 'wait');
      if (seen.status === status) return seen;
      if (performance.now() > lastLook) throw new Error(`${caseId} is ${seen.status} and never became ${status}`);
      await pause(waitMs);
    }
  }

  #post(name, status, key, path, body) {
    return this.#ask(name, status, () => this.#http.post(path, this.#key(key), body));
  }

  async #ask(name, status, ask) {
    const before = performance.now();
    const answer = await ask();
    const ms = performance.now() - before;
    if (answer.status !== status) throw new Error(`${name}: ${answer.status} ${answer.text.slice(0, 500)}`);
    this.requests += 1;
    if (!this.latenciesMs.has(name)) this.latenciesMs.set(name, []);
    this.latenciesMs.get(name).push(ms);
    return JSON.parse(answer.text);
  }

  #key(keyId) {
    const found = this.#keys.find((key) => key.keyId === keyId && key.tenant === 'zhanyi');
    if (!found) throw new Error(`the demonstration has no key ${keyId}`);
    return found.key;
  }
}
