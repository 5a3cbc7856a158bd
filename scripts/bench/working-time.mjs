import { lib, told } from './built.mjs';
import { fixed, median, printTable, progress, randomFrom, whole } from './figures.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

const QUESTIONS = 10_000;
const CHUNK = 100_000;
const FIRST_DAY_MS = Date.parse('2025-01-01T00:00:00.000Z');
const DAY_MS = 24 * 3_600_000;
const DAYS = 2 * 365;

const limits = {
  WHOLE_WORKING_DAYS: (random) => ({ rule: 'WHOLE_WORKING_DAYS', amount: 1 + random(30) }),
  ROLLING_WORKING_TIME: (random) => ({ rule: 'ROLLING_WORKING_TIME', amount: 1 + random(2_400) }),
  CALENDAR_DAYS: (random) => ({ rule: 'CALENDAR_DAYS', amount: 1 + random(60) }),
  CONTINUOUS: (random) => ({ rule: 'CONTINUOUS', amount: 1 + random(20_000) }),
  UNTIL_DATE: (random) => ({ rule: 'UNTIL_DATE', until: new Date(instantMs(random)).toISOString().slice(0, 10) }),
};

const instantMs = (random) => FIRST_DAY_MS + random(DAYS * DAY_MS);

/** The calendar of the demonstration: both published years, the default hours. */
const calendarOf = (years) => ({
  calendarId: 'CN-STATE',
  calendarVersion: 1,
  years,
  workingHours: {
    segments: [
      { from: '08:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    seasons: [],
  },
  workingMinutesPerDay: 480,
  utcOffset: '+08:00',
  missingCalendar: 'PROVISIONAL',
});

/** How many deadlines a second one core tells, and whether a counter that walks minute by minute agrees. */
export async function bench({ seconds, questions, seed }) {
  const on = machine();
  const { cnStateYears, deadline } = await lib('working-time');
  const measure = measurer(deadline, calendarOf(cnStateYears), randomFrom(seed));
  const rules = Object.keys(limits);
  // Every rule is asked once before any is measured: what the compiler learns from one must not flatter it.
  measure(rules, 0.5);
  progress('measuring …');
  const mixed = measure(rules, seconds);
  const each = rules.map((rule) => ({ rule, perSecond: measure([rule], seconds / rules.length) }));
  const agreement = await agree(questions, seed);

  printMachine(on);
  console.log('\nDeadlines on one core, one calendar of two published years:\n');
  printTable(
    ['rule', 'deadlines/s', 'µs each'],
    [{ rule: 'all five, mixed', perSecond: mixed }, ...each].map(({ rule, perSecond }) => [
      rule,
      whole(perSecond),
      fixed(1e6 / perSecond, 2),
    ]),
  );
  console.log(
    `\nlibrary and naive counter: ${agreement.found.length} disagreements in ${whole(agreement.asked)} questions`,
  );
  for (const disagreement of agreement.found) console.log(JSON.stringify(disagreement));
  keepResult('working-time', { machine: on, seconds, seed, mixedPerSecond: mixed, rules: each, agreement });
  if (agreement.found.length > 0) throw told('The library and the naive counter disagree.');
}

const measurer = (deadline, calendar, random) => (rules, seconds) => {
  const asked = Array.from({ length: QUESTIONS }, (_, index) => ({
    startAt: new Date(instantMs(random)).toISOString(),
    limit: limits[rules[index % rules.length]](random),
  }));
  const rates = [];
  // The sum is looked at, so that no call may be left out as useless.
  let letters = 0;
  for (const end = performance.now() + seconds * 1_000; performance.now() < end;) {
    const before = performance.now();
    for (const { startAt, limit } of asked) letters += deadline(startAt, limit, calendar).dueAt.length;
    rates.push(QUESTIONS / ((performance.now() - before) / 1_000));
  }
  if (letters === 0) throw told('no deadline was told');
  return median(rates);
};

async function agree(questions, seed) {
  const { disagreements } = await import('./naive-counter.mjs');
  const found = [];
  let asked = 0;
  for (let chunk = 0; asked < questions; chunk += 1) {
    const next = Math.min(CHUNK, questions - asked);
    found.push(...disagreements(next, seed + chunk));
    asked += next;
    progress(`asked the naive counter ${whole(asked)} of ${whole(questions)} questions`);
    // Lets a signal through.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { asked, found };
}
