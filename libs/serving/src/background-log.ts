import type { Watcher } from '@bihuan/event-store';
import type { FaultWatcher } from '@bihuan/messaging';
import { Logger } from '@nestjs/common';

const logger = new Logger('background');

/** Writes what fails in the background to the log; codes and ids only: of an error the log keeps no message. */
export const backgroundLog: Watcher & FaultWatcher = {
  failed: (subscription, { type, streamId, meta }, error) =>
    logger.error({
      msg: 'a reaction failed and is tried again',
      err: error,
      subscription,
      event: type,
      streamId,
      position: meta.position,
    }),
  waiting: (subscription, { type, streamId, meta }, code) =>
    logger.warn({
      msg: 'an event waits long for a fault to pass',
      subscription,
      event: type,
      streamId,
      position: meta.position,
      code,
    }),
  parked: (subscription, { type, streamId, meta }, reason) =>
    logger.error({
      msg: 'an event became a dead letter; its stream waits',
      subscription,
      event: type,
      streamId,
      position: meta.position,
      reason,
    }),
  stopped: (subscription, error) => logger.fatal({ msg: 'a subscription has stopped', err: error, subscription }),
  hindered: (what, fault) => {
    if (fault)
      logger.error({ msg: 'it does not get through and goes on trying', what, fault: fault.code, topic: fault.topic });
    else logger.log({ msg: 'it gets through again', what });
  },
};
