import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cwd, env } from 'node:process';
import { rightsMarkdown } from './rights-document.js';

const page = join(cwd(), 'deploy/kafka/rights.md');
if (env['UPDATE_DOCS'] === '1') writeFileSync(page, rightsMarkdown());

describe('the page on the rights at the brokers', () => {
  it('says what the table says', () => {
    expect(readFileSync(page, 'utf8')).toBe(rightsMarkdown());
  });
});
