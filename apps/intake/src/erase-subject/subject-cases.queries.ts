import { Database, Runners } from '@bihuan/event-store';
import { untilRead } from '@bihuan/platform';
import { Injectable } from '@nestjs/common';

const TABLE = 'intake.case_list';

/**
 * The way from a person to the case. It reads the table of the case list: one of its own would be folded and written
 * once more for every event.
 */
@Injectable()
export class SubjectCases {
  constructor(
    private readonly database: Database,
    private readonly runners: Runners,
  ) {}

  /**
   * The case that names the person; undefined when none does. `enrolledAt` is the position of the enrolment: a case
   * that the list has not read yet would look like none, and its data would go while it is open.
   */
  async caseOf(tenantId: string, subjectRef: string, enrolledAt: number): Promise<string | undefined> {
    await untilRead(enrolledAt, () => this.runners.position(TABLE));
    const [row] = await this.database.query<{ case_id: string }>(
      tenantId,
      'select case_id from intake.case_list where tenant_id = $1 and subject_ref = $2',
      [tenantId, subjectRef],
    );
    return row?.case_id;
  }
}
