import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from '../domain/reach-ledger.handler.js';
import { type Letter, LetterTables } from './letter-tables.queries.js';

const WAIT_MS = 15_000;
const LOOK_EVERY_MS = 200;

/** What a person asks for: `list`, or one of the others with the id of a letter, and what to discard by its version too. */
export interface Asked {
  readonly adminUrl: string;
  /** Account of the person, written down with what is done. */
  readonly by: string;
  readonly words: readonly string[];
}

const WORDS: Readonly<Record<string, number>> = { list: 1, show: 2, retry: 2, discard: 3 };
const USAGE = 'bihuan dead-letters list | show <id> | retry <id> | discard <id> <version>';

/** 死信: events that a service could not handle. True when what was asked for has happened. */
export async function deadLetters({ adminUrl, by, words }: Asked, output: Output): Promise<boolean> {
  const [verb = '', letterId, seen] = words;
  if (words.length !== WORDS[verb]) throw new Error(USAGE);
  return LetterTables.reach(adminUrl, by, async (tables) => {
    if (verb === 'list') return list(tables, output);
    const letter = await tables.find(letterId ?? '');
    if (verb === 'show') return show(tables, letter, output);
    // What is passed over is what the person has seen, not what the letter stands at by now.
    if (seen !== undefined && seen.replace(/^v/, '') !== String(letter.version)) throw movedOn(letter);
    return ask(tables, letter, verb === 'discard' ? 'discard' : 'retry', output);
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
    ['at', 'by', 'action', 'event'],
    actions.map(({ at, by, action, version }) => [at, by, action, `v${version}`]),
  ))
    output.line(line);
  return true;
}

/** Waits until the service has answered: closed, failed again, or nobody was there to hear. */
async function ask(tables: LetterTables, letter: Letter, wish: 'retry' | 'discard', output: Output): Promise<boolean> {
  if (letter.outcome !== null) throw movedOn(letter);
  if (!(await tables.wish(letter, wish))) throw movedOn(await tables.find(letter.letterId));
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

const movedOn = ({ letterId, eventType, version, outcome }: Letter): Error =>
  new Error(
    `Letter ${letterId} ${outcome ? `is closed: ${outcome}` : `waits behind ${eventType} v${version} by now`}.`,
  );

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
