import { caseFold } from '@bihuan/case';
import { caseHandler } from '@bihuan/case-store';
import { Runners } from '@bihuan/event-store';
import { Publications } from '@bihuan/publishing';
import { Module } from '@nestjs/common';
import { AcceptCaseController } from './accept-case/accept-case.controller.js';
import { AcceptCase, acceptCase } from './accept-case/accept-case.decider.js';
import { CaseListController } from './case-list/case-list.controller.js';
import { caseList } from './case-list/case-list.projection.js';
import { CaseListQueries } from './case-list/case-list.queries.js';
import { ClassifyCaseController } from './classify-case/classify-case.controller.js';
import { ClassifyCase, classifyCase } from './classify-case/classify-case.decider.js';
import { CodeSystemController } from './code-system/code-system.controller.js';
import { ErasableSubjects } from './erase-subject/erasable-subjects.edge.js';
import { EraseSubjectController } from './erase-subject/erase-subject.controller.js';
import { EraseSubjectHandler } from './erase-subject/erase-subject.handler.js';
import { SubjectCases } from './erase-subject/subject-cases.queries.js';
import { FindDuplicatesHandler } from './find-duplicates/find-duplicates.handler.js';
import { findDuplicatesOn } from './find-duplicates/find-duplicates.reaction.js';
import { Neighbours } from './find-duplicates/neighbours.queries.js';
import { GetCaseController } from './get-case/get-case.controller.js';
import { CaseSerial1764000001000 } from './migrations/1764000001000-case-serial.migration.js';
import { CaseList1764000001100 } from './migrations/1764000001100-case-list.migration.js';
import { IntakeDeadLetters1764000001200 } from './migrations/1764000001200-dead-letters.migration.js';
import { IntakeLogins1764000001300 } from './migrations/1764000001300-intake-logins.migration.js';
import { CaseContents } from './read-content/case-contents.edge.js';
import { ReadAttachmentController } from './read-content/read-attachment.controller.js';
import { ReadTextController } from './read-content/read-text.controller.js';
import { CaseNumbers } from './register-case/case-numbers.queries.js';
import { RegisterCaseController } from './register-case/register-case.controller.js';
import { SealedReports } from './register-case/sealed-report.edge.js';
import { RegisterCaseHandler } from './register-case/register-case.handler.js';
import { IdentityLooks } from './reveal-identity/identity-looks.edge.js';
import { RevealIdentityController } from './reveal-identity/reveal-identity.controller.js';
import { RevealIdentityHandler } from './reveal-identity/reveal-identity.handler.js';
import { UploadAttachmentController } from './upload-attachment/upload-attachment.controller.js';

/** 受理: requests as they come in, what they are about, and what the vault keeps of them. */
@Module({
  controllers: [
    RegisterCaseController,
    ClassifyCaseController,
    AcceptCaseController,
    RevealIdentityController,
    GetCaseController,
    CaseListController,
    UploadAttachmentController,
    ReadTextController,
    ReadAttachmentController,
    EraseSubjectController,
    CodeSystemController,
  ],
  providers: [
    CaseNumbers,
    SealedReports,
    RegisterCaseHandler,
    caseHandler(ClassifyCase, classifyCase),
    caseHandler(AcceptCase, acceptCase),
    FindDuplicatesHandler,
    Neighbours,
    CaseListQueries,
    CaseContents,
    IdentityLooks,
    RevealIdentityHandler,
    SubjectCases,
    ErasableSubjects,
    EraseSubjectHandler,
    Publications,
  ],
})
export class IntakeModule {
  constructor(runners: Runners) {
    runners.addReactions('intake.reactions', [findDuplicatesOn]);
    runners.addProjection('case', caseFold, caseList);
  }
}

/** Tables of this service, oldest first. */
export const intakeMigrations = [
  CaseSerial1764000001000,
  CaseList1764000001100,
  IntakeDeadLetters1764000001200,
  IntakeLogins1764000001300,
];
