import { publishedMessages } from './published-messages.js';

process.stdout.write(`${JSON.stringify(await publishedMessages(), null, 2)}\n`);
