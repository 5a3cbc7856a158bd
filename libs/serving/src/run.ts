import { closeOnSignal, type Stopping } from '@bihuan/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** An app that listens. */
export interface Running {
  readonly app: NestFastifyApplication;
  /** Told to whoever started it, once it can be used. */
  readonly says: string;
  /** Ends what was started beside the app, which stops before it. */
  readonly after: () => Promise<void>;
  readonly stopping?: Stopping;
}

/** The life of a process: begun, told, stopped on a signal; a start that cannot be is one sentence and exit code 1. */
export async function run(begin: () => Promise<Running>): Promise<void> {
  try {
    const { app, says, after, stopping } = await begin();
    closeOnSignal(app, after, stopping);
    process.stdout.write(says);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `${error.message}: does bihuan run here already? Else set PORT to another.`;
  // Of a host that has several addresses and none that answers, Node tells the code alone.
  return error.message === '' ? code : error.message;
}
