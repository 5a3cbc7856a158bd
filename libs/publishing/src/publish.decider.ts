import { refuse } from '@bihuan/case';
import type { Decider } from '@bihuan/kernel';
import {
  type Publishable,
  type PublishVersion,
  publishVersion,
  type ReferenceEvent,
  type VersionsState,
} from '@bihuan/reference';

/** 发布 by a caller, who may say which version was seen last (`If-Match`): not over what somebody published since. */
export const publishAsSeen: Decider<PublishVersion, VersionsState, ReferenceEvent, Publishable> = (
  command,
  state,
  occasion,
) => {
  const { expectedVersion = Infinity } = command.meta;
  if (state.touchedVersion > expectedVersion) refuse('VERSION_CONFLICT', { version: state.version });
  return publishVersion(command, state, occasion);
};
