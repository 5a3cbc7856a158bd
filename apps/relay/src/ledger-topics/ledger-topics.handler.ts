import { ledgerMessages, type Relaying } from '@bihuan/messaging';

/** 转发: every event of the ledger, but the vault's, to the topics that every service and auditor reads. */
export const ledgerTopics: Relaying = { name: 'relay.ledger', translation: () => ledgerMessages() };
