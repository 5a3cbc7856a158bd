import { ReferenceStore } from '@bihuan/reference-store';
import { Global, Module } from '@nestjs/common';
import { CaseStore } from './case-store.js';

/** Cases and what tenants have in force, for every service of the process. */
@Global()
@Module({ providers: [ReferenceStore, CaseStore], exports: [ReferenceStore, CaseStore] })
export class CaseStoreModule {}
