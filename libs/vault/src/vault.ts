import { createHmac } from 'node:crypto';
import type { Database } from '@bihuan/event-store';
import { newId, type Sealed } from '@bihuan/kernel';
import { z } from 'zod';
import { asKey, decrypt, encrypt, newDataKey } from './cipher.js';
import { normalIdNo, normalPhone } from './normal-forms.js';
import { SUBJECT_FIELDS, type SubjectField } from './subject.events.js';
import type { TenantKeys } from './tenant-keys.js';
import { refuse } from './vault-refusals.js';

/** Stands in an event for free text. */
export interface TextRef {
  readonly ref: string;
  /** HMAC-SHA256 of the NFC text under the text's own key, 64 hex. */
  readonly keyedHash: string;
  /** Length in characters of the NFC text, not in bytes. */
  readonly chars: number;
}

/** A text as facts may name it, and as it is kept. */
export interface SealedText {
  readonly ref: TextRef;
  /** Goes with the command; durable in the append that names `ref`, or not at all. */
  readonly sealed: Sealed;
}

/** A person as facts may name it, and as it is kept. */
export interface SealedSubject {
  /** `sub_` and a uuid. */
  readonly subjectRef: string;
  readonly sealed: Sealed;
  /** Which fields are kept, in the order of {@link SUBJECT_FIELDS}. */
  readonly fields: readonly SubjectField[];
  readonly pseudonyms: Pseudonyms;
}

/** The same person has the same pseudonyms, within a tenant; nobody without its key can make them. 64 hex each. */
export interface Pseudonyms {
  readonly phone?: string;
  readonly idNo?: string;
}

/** What is known of a person. Values are NFC. */
export type SubjectFields = Readonly<Partial<Record<SubjectField, string>>>;

interface SealedRow {
  wrapped_key: Buffer | null;
  ciphertext: Buffer | null;
}

const NORMAL_FORMS = { phone: normalPhone, idNo: normalIdNo };
const kept = z.partialRecord(z.enum(SUBJECT_FIELDS), z.string());

/** Keeps free text and identity apart from the facts, so that erasing them leaves the facts standing. */
export class Vault {
  constructor(
    private readonly keys: TenantKeys,
    private readonly database: Database,
  ) {}

  /** Encrypts under a new data key. Touches no disk but for the first use of a tenant's keys in this process. */
  seal(text: string, tenantId: string): SealedText {
    const normal = text.normalize('NFC');
    const [ref, dataKey] = [`txt_${newId()}`, newDataKey()];
    const keyedHash = createHmac('sha256', asKey(dataKey)).update(normal).digest('hex');
    return {
      ref: { ref, keyedHash, chars: Array.from(normal).length },
      sealed: this.#sealed(tenantId, ref, dataKey, normal),
    };
  }

  /** The same for a person; empty fields are left out. */
  sealSubject(told: SubjectFields, tenantId: string): SealedSubject {
    const entries = SUBJECT_FIELDS.map((field) => [field, told[field]?.normalize('NFC').trim() ?? ''] as const).filter(
      ([, value]) => value !== '',
    );
    const subject: SubjectFields = Object.fromEntries(entries);
    const subjectRef = `sub_${newId()}`;
    return {
      subjectRef,
      sealed: this.#sealed(tenantId, subjectRef, newDataKey(), JSON.stringify(subject)),
      fields: entries.map(([field]) => field),
      pseudonyms: {
        ...(subject.phone === undefined ? {} : { phone: this.pseudonym(tenantId, 'phone', subject.phone) }),
        ...(subject.idNo === undefined ? {} : { idNo: this.pseudonym(tenantId, 'idNo', subject.idNo) }),
      },
    };
  }

  /** What a phone or ID number is looked up by, however it is spelled. 64 hex. */
  pseudonym(tenantId: string, field: keyof Pseudonyms, value: string): string {
    return this.keys.hmac(tenantId, 'pseudonym', `${field}:${NORMAL_FORMS[field](value)}`);
  }

  /**
   * The text. Only `VaultReads` may hand it to a person: it records who.
   * @throws Refusal SUBJECT_ERASED, NOT_IN_VAULT
   */
  async openText(tenantId: string, ref: string): Promise<string> {
    return (await this.#open(tenantId, ref)).toString('utf8');
  }

  /**
   * The person. Only `VaultReads` may show it: it records to whom.
   * @throws Refusal SUBJECT_ERASED, NOT_IN_VAULT
   */
  async openSubject(tenantId: string, subjectRef: string): Promise<SubjectFields> {
    return kept.parse(JSON.parse(await this.openText(tenantId, subjectRef)));
  }

  #sealed(tenantId: string, ref: string, dataKey: Buffer, plain: string): Sealed {
    const ciphertext = encrypt(dataKey, ref, Buffer.from(plain));
    return { ref, wrappedKey: this.keys.wrap(tenantId, ref, dataKey), ciphertext };
  }

  async #open(tenantId: string, ref: string): Promise<Buffer> {
    const [row] = await this.database.query<SealedRow>(
      tenantId,
      'select wrapped_key, ciphertext from vault.sealed where tenant_id = $1 and ref = $2',
      [tenantId, ref],
    );
    if (!row) refuse('NOT_IN_VAULT', { ref });
    if (!row.wrapped_key || !row.ciphertext) refuse('SUBJECT_ERASED', { ref });
    return decrypt(this.keys.unwrap(tenantId, ref, row.wrapped_key), ref, row.ciphertext);
  }
}
