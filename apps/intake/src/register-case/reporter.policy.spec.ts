import { confidentialityOf, needsTicketNo, reporterKindOf } from './reporter.policy.js';

describe('who reports', () => {
  it.each([
    ['a grid worker, over whatever channel', 'GRID_WORKER', 'APP', 'GRID_WORKER'],
    ['a device, by the channel of its alarm', 'INTEGRATOR', 'IOT_ALARM', 'DEVICE'],
    ['another unit, by the channel of the police', 'INTEGRATOR', 'POLICE_110', 'UNIT'],
    ['a citizen, over any other channel', 'CLERK', 'HOTLINE_12345', 'CITIZEN'],
  ] as const)('is %s', (_, role, channel, kind) => {
    expect(reporterKindOf(role, channel)).toBe(kind);
  });

  it.each([
    ['INTEGRATOR', true],
    ['GRID_WORKER', false],
    ['CLERK', false],
    ['SYSTEM', false],
  ])('gives a ticket number, as %s: %s', (role, isNeeded) => {
    expect(needsTicketNo(role)).toBe(isNeeded);
  });
});

describe('how confidential a report is', () => {
  const help = { nature: 'HELP', channel: 'HOTLINE_12345', subject: {} } as const;

  it.each([
    ['NORMAL, where nobody asks for more', help, 'NORMAL'],
    ['CONFIDENTIAL, where the reporter asks for it', { ...help, confidentiality: 'CONFIDENTIAL' }, 'CONFIDENTIAL'],
    ['CONFIDENTIAL, for a report on somebody', { ...help, nature: 'REPORT' }, 'CONFIDENTIAL'],
    [
      'CONFIDENTIAL, for one that the reporter calls normal',
      { ...help, nature: 'REPORT', confidentiality: 'NORMAL' },
      'CONFIDENTIAL',
    ],
    ['ANONYMOUS, for a citizen who tells nothing', { ...help, subject: undefined }, 'ANONYMOUS'],
    [
      'CONFIDENTIAL, for a citizen who asks for anonymity and is told of',
      { ...help, confidentiality: 'ANONYMOUS' },
      'CONFIDENTIAL',
    ],
  ] as const)('is %s', (_, told, level) => {
    expect(confidentialityOf(told, 'CLERK')).toBe(level);
  });
});
