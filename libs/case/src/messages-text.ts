/** What holds for every message, said once for whoever reads the topics. */
export const RULES = `闭环: facts of cases, told to other systems over Kafka. Each is written after it was committed to the ledger, which
stays the truth.

- **Form.** CloudEvents 1.0 in Kafka's binary mode: the envelope is in the header fields, each as UTF-8 text, the body is the
  event's data as JSON. Names, phone numbers and free text are never in it; references (\`txt_…\`, \`fil_…\`, \`sub_…\`) point into the vault.
- **Order.** Messages of one key come in the order of the ledger. Between keys there is no order.
- **At least once.** A message may come again, also a run of them. A repeat is known by (\`ce_subject\`, \`ce_sequence\`): drop
  what is not above the last \`ce_sequence\` that you have taken of that case, or other stream. Never tell a repeat by
  \`ce_position\`, nor by Kafka's offset.
- **Epoch.** \`ce_epoch\` rises when the ledger was taken back, by a restore or a change of servers. What you have read may then never
  have happened: stop, forget it, and read anew.
- **Additions.** Fields, header fields and types of messages are added without notice: pass over those you do not know.
  What is there stays as it is: a field is not removed, nor does it change its type or gain another value. A change that cannot
  be had so comes as a new message, told apart by \`ce_schemaversion\`, or in a new topic.`;

/** What each topic holds. */
export const TOPICS = {
  caseEvents: 'Every event of every case, from the first one on.',
  otherEvents:
    'Every event of every other stream (units, grids, lists, calendars, limits, settings), from the first one on. What concerns persons alone never leaves the database.',
  unit: 'The cases of one unit (承办单位), and of each only what the unit needs. The part of a case begins with `CaseHandedToUnit`, the case as of its `ce_sequence`: what has that sequence or a smaller one adds nothing. It ends with the return, the excuse or the cancelling of the part, or with the case; a new dispatch begins anew. Sequences have gaps here. Cases about the unit are never told.',
  deadLetters:
    'Notices: a service cannot handle an event. Its case waits in that service until somebody has retried or discarded it; other cases go on.',
} as const;
