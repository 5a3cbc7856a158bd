import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from '../domain/reach-ledger.handler.js';
import { type Letter, LetterTables } from './letter-tables.queries.js';

const WAIT_MS = 15_000;
const LOOK_EVERY_MS = 200;

/** What a person asks for: `list`, or one of the others with the id of a letter. */
export interface Asked {
  readonly adminUrl: string;
  /** Account of the person, written down with what is done. */
  readonly by: string;
  readonly words: readonly string[];
}

const USAGE = 'bihuan dead-letters list | show <id> | retry <id> | discard <id>';

/** 死信: events that a service could not handle. True when what was asked for has happened. */
export async function deadLetters({ adminUrl, by, words }: Asked, output: Output): Promise<boolean> {
  const [verb = '', letterId, ...more] = words;
  const isWhole = verb === 'list' ? letterId === undefined : letterId !== undefined && more.length === 0;
  if (!isWhole) throw new Error(USAGE);
  return LetterTables.reach(adminUrl, by, async (tables) => {
    if (verb === 'list') return list(tables, output);
    const letter = await tables.find(letterId ?? '');
    if (verb === 'show') return show(tables, letter, output);
    if (verb === 'retry' || verb === 'discard') return ask(tables, letter, verb, output);
    throw new Error(USAGE);
  });
}

async function list(tables: LetterTables, output: Output): Promise<boolean> {
  const letters = await tables.list();
  const rows = letters.map((letter) => [
    letter.letterId,
    letter.subscription,
    letter.streamId,
    `${letter.eventType} v${letter.version}`,
    letter.reason,
    `${letter.parkedVersion - letter.version}`,
    letter.openedAt,
  ]);
  for (const line of tableOf(['letter', 'subscription', 'stream', 'event', 'reason', 'behind', 'opened'], rows))
    output.line(line);
  output.line(letters.length === 0 ? 'No event waits.' : '');
  return true;
}

async function show(tables: LetterTables, letter: Letter, output: Output): Promise<boolean> {
  await tables.record(letter, 'show');
  for (const [name, value] of Object.entries(letter)) output.line(`${name.padEnd(16)}${value ?? '–'}`);
  output.line('');
  const actions = await tables.actions(letter);
  for (const line of tableOf(
    ['at', 'by', 'action'],
    actions.map(({ at, by, action }) => [at, by, action]),
  ))
    output.line(line);
  return true;
}

/** Waits until the service has answered: closed, failed again, or nobody was there to hear. */
async function ask(tables: LetterTables, letter: Letter, wish: 'retry' | 'discard', output: Output): Promise<boolean> {
  if (letter.outcome !== null) throw new Error(`Letter ${letter.letterId} is closed: ${letter.outcome}.`);
  await tables.wish(letter, wish);
  for (const lastLook = performance.now() + WAIT_MS; performance.now() < lastLook; await sleep(LOOK_EVERY_MS)) {
    const { outcome, wish: open, failures, reason, eventType, version } = await tables.find(letter.letterId);
    if (outcome !== null) {
      output.line(`Closed, ${outcome}: everything that waited in ${letter.streamId} was handled.`);
      return true;
    }
    if (open === null && failures > letter.failures) {
      output.line(`It waits behind ${eventType} v${version}: ${reason}.`);
      return false;
    }
  }
  output.line(`Noted; ${letter.subscription} has not answered yet. It does so when its service runs.`);
  return false;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
