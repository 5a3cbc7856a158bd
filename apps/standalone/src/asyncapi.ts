import { publishedMessages } from '@bihuan/serving';

process.stdout.write(`${JSON.stringify(await publishedMessages(), null, 2)}\n`);
