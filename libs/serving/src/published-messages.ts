import { asyncApi, type Golden, goldenFolder, unitTopicKinds } from '@bihuan/case';
import { deadLetterNotice } from '@bihuan/messaging';
import { referenceCatalogue } from '@bihuan/reference';
import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';

const golden = z.object({ eventType: z.string(), schemaVersion: z.int(), data: z.unknown() });

const goldenIn = async (name: string): Promise<Golden> =>
  golden.parse(JSON.parse(await readFile(new URL(name, goldenFolder), 'utf8')));

/** The AsyncAPI document of every message. Streams of subjects are not in it: they never leave PostgreSQL. */
export async function publishedMessages(): Promise<object> {
  const names = (await readdir(goldenFolder)).toSorted();
  return asyncApi({
    others: referenceCatalogue,
    ofUnits: unitTopicKinds,
    deadLetter: deadLetterNotice,
    goldens: await Promise.all(names.map(goldenIn)),
  });
}
