import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cwd, env } from 'node:process';
import { lifeCycleMarkdown } from './life-cycle-document.js';

const page = join(cwd(), 'docs/life-cycle.md');
if (env['UPDATE_DOCS'] === '1') writeFileSync(page, lifeCycleMarkdown());

describe('the page on the life cycle', () => {
  it('says what the table says', () => {
    expect(readFileSync(page, 'utf8')).toBe(lifeCycleMarkdown());
  });

  it('draws the way from registration to closing', () => {
    expect(lifeCycleMarkdown()).toContain('  PENDING_CALLBACK --> CLOSED: ');
  });
});
