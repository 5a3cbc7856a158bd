import { Logger } from '@nestjs/common';

/** EX_TEMPFAIL: it may be begun again at once. */
const BEGIN_ANEW = 75;

/** The ledger was taken back under this process: it stops cleanly, and whoever watches over it begins it anew. */
export function wentBack(epoch: number): void {
  new Logger('ledger').fatal(`the ledger was taken back and is in epoch ${epoch}: this process ends, start it again`);
  process.exitCode = BEGIN_ANEW;
  process.kill(process.pid, 'SIGTERM');
}
