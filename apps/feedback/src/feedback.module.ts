import { caseHandler } from '@bihuan/case-store';
import { Module } from '@nestjs/common';
import { ApproveFeedbackController } from './approve-feedback/approve-feedback.controller.js';
import { ApproveFeedback, approveFeedback } from './approve-feedback/approve-feedback.decider.js';
import { CompleteCallbackController } from './complete-callback/complete-callback.controller.js';
import { CompleteCallback, completeCallback } from './complete-callback/complete-callback.decider.js';
import { FeedbackDeadLetters1764000004000 } from './migrations/1764000004000-dead-letters.migration.js';
import { RecordCallbackAttemptController } from './record-callback-attempt/record-callback-attempt.controller.js';
import {
  RecordCallbackAttempt,
  recordCallbackAttempt,
} from './record-callback-attempt/record-callback-attempt.decider.js';
import { RecordContactController } from './record-contact/record-contact.controller.js';
import { RecordContact, recordContact } from './record-contact/record-contact.decider.js';
import { RejectFeedbackController } from './reject-feedback/reject-feedback.controller.js';
import { RejectFeedback, rejectFeedback } from './reject-feedback/reject-feedback.decider.js';
import { SubmitFeedbackController } from './submit-feedback/submit-feedback.controller.js';
import { SubmitFeedback, submitFeedback } from './submit-feedback/submit-feedback.decider.js';

/** 反馈与回访: from the unit's contact with the party to the close of the case. */
@Module({
  controllers: [
    RecordContactController,
    SubmitFeedbackController,
    ApproveFeedbackController,
    RejectFeedbackController,
    RecordCallbackAttemptController,
    CompleteCallbackController,
  ],
  providers: [
    caseHandler(RecordContact, recordContact),
    caseHandler(SubmitFeedback, submitFeedback),
    caseHandler(ApproveFeedback, approveFeedback),
    caseHandler(RejectFeedback, rejectFeedback),
    caseHandler(RecordCallbackAttempt, recordCallbackAttempt),
    caseHandler(CompleteCallback, completeCallback),
  ],
})
export class FeedbackModule {}

/** Tables of this service, oldest first. */
export const feedbackMigrations = [FeedbackDeadLetters1764000004000];
