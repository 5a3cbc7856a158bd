import { Logger } from '@nestjs/common';

/** The ledger was taken back under this process: it stops cleanly, and whoever watches over it starts it anew. */
export function wentBack(epoch: number): void {
  new Logger('ledger').fatal(`the ledger was taken back and is in epoch ${epoch}: this process ends, start it again`);
  process.exitCode = 75;
  process.kill(process.pid, 'SIGTERM');
}
